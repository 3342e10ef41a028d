import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import { type CitySummary, getCity } from '#shared/contract/city/city.ts'
import { getCoverage, getDraftCoverage } from '#shared/contract/coverage/coverage.ts'
import { createGridFilter } from '#shared/coverage/aggregate/grid-filter.ts'
import { computeMetricValues, countFilteredOut } from '#shared/coverage/aggregate/metric-values.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { toCoverageTable } from '#shared/coverage/table/coverage-columns.ts'
import { request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'
import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { useCity } from './city.store.ts'
import { useCoverage } from './coverage.store.ts'
import { useIndicators } from './indicators.store.ts'
import { useMap } from './map.store.ts'

/** swipe: one map over the other, divided by a handle. side: next to each other. */
export const comparisonModes = ['off', 'swipe', 'side'] as const

/** What a second map shows; null: the same as the first one. */
export interface Comparison {
  mode: (typeof comparisonModes)[number]
  metric: string | null
  year: number | null
  /** The city as of a day; `now`: the present city, also where the first map shows another day. */
  day: string | null
  draft: string | null
}
export const NO_COMPARISON: Comparison = {
  mode: 'off',
  metric: null,
  year: null,
  day: null,
  draft: null,
}

/** Grids of a draft that are not where the published map has them: numbers, and shapes as TWKB in base64. */
export interface DraftShapes {
  ids: readonly number[]
  shapes: string
}

/** The data of the second map; `summary`: the city as of another day. */
interface ComparisonData {
  table: CoverageTable
  shapes: DraftShapes | null
  summary: CitySummary | null
}

/**
 * What a second map shows next to the first: another metric, another day, or a draft; the rest is as on the first. The
 * filters apply to both.
 */
export const useComparison = defineStore('compare', () => {
  const city = useCity()
  const map = useMap()
  const coverage = useCoverage()
  const indicators = useIndicators()
  const chosen = shallowRef<Comparison>(NO_COMPARISON)
  const part = <Name extends keyof Comparison>(name: Name) =>
    computed<Comparison[Name]>({
      get: () => chosen.value[name],
      set(value) {
        chosen.value = { ...chosen.value, [name]: value }
      },
    })
  const [mode, metricId, year, day, draft] = [
    part('mode'),
    part('metric'),
    part('year'),
    part('day'),
    part('draft'),
  ]
  const { resource, load, clear } = createLoader<ComparisonData>()

  const other = computed(() => day.value !== null || draft.value !== null)
  async function measure(): Promise<void> {
    const { code } = city
    if (mode.value === 'off' || code === null || city.address === null || !other.value) return clear()
    const { wanted } = coverage
    const id = draft.value
    const address =
      day.value === null
        ? city.address
        : formatDatedCityCode({ code, day: day.value === 'now' ? null : day.value })
    await load(
      async (signal) => {
        if (id !== null) {
          const { coverage: columns, changed } = await request(
            getDraftCoverage,
            { params: { city: code, draft: id }, query: wanted },
            { signal, timeoutMs: 60_000 },
          )
          return { table: toCoverageTable(columns), shapes: changed, summary: null }
        }
        const [summary, { coverage: columns }] = await Promise.all([
          address === city.address ? null : request(getCity, { params: { city: address } }, { signal }),
          request(getCoverage, { params: { city: address }, query: wanted }, { signal, timeoutMs: 60_000 }),
        ])
        return { table: toCoverageTable(columns), shapes: null, summary }
      },
      { keep: true },
    )
  }
  watch([mode, day, draft, () => city.address, () => coverage.measuredAt], () => void measure(), {
    immediate: true,
  })
  watch(
    [mode, metricId],
    () => {
      const code = findIndicatorCode(metricId.value)
      if (mode.value !== 'off' && code !== null) void indicators.need(code)
    },
    { immediate: true },
  )

  const table = computed(() =>
    other.value ? (getResourceValue(resource.value)?.table ?? null) : coverage.table,
  )
  const metric = computed(() =>
    indicators.find(
      metricId.value ?? map.metric,
      year.value ?? (metricId.value === null ? indicators.year : null),
    ),
  )
  /** The values of the level in view; null: not loaded yet. */
  const column = computed(() => {
    if (mode.value === 'off' || table.value === null || metric.value === null) return null
    const { level } = map
    const keep = createGridFilter(table.value, coverage.filter)
    const values = computeMetricValues(metric.value, table.value, level, {
      keep,
      weight: coverage.weight ?? undefined,
    })
    return {
      level,
      ids: Array.from(level === 'grid' ? table.value.grids.ids : table.value.units[level].ids),
      values: Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
      filteredOut: countFilteredOut(table.value, level, keep),
    }
  })

  return {
    chosen,
    mode,
    metricId,
    year,
    day,
    draft,
    resource,
    table,
    metric,
    column,
    shapes: computed(() => getResourceValue(resource.value)?.shapes ?? null),
    /** The city of the second map; null: that of the first. */
    summary: computed(() => (other.value ? (getResourceValue(resource.value)?.summary ?? null) : null)),
  }
})

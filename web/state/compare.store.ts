import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { writeCityAddress } from '#shared/city/city-address.ts'
import { type CitySummary, getCity } from '#shared/contract/city.ts'
import { getCoverage, getDraftCoverage } from '#shared/contract/coverage.ts'
import { gridFilter } from '#shared/coverage/grid-filter.ts'
import { isDated } from '#shared/coverage/metric.ts'
import { metricValues } from '#shared/coverage/metric-values.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { tableOf } from '#shared/coverage/table/table-columns.ts'
import { request } from '../lib/request.ts'
import { loader, valueOf } from '../lib/resource.ts'
import { indicatorCodeOf } from '#shared/coverage/indicators/indicator-id.ts'
import { useCity } from './city.store.ts'
import { type Beside, useCoverage } from './coverage.store.ts'
import { useIndicators } from './indicators.store.ts'
import { useMap } from './map.store.ts'

/** Grids of a draft that are not where the published map has them: numbers, and shapes as TWKB in base64. */
export interface DraftShapes {
  ids: readonly number[]
  shapes: string
}

/** What lies under the figures of the second map; `summary`: the city as of another day. */
interface Beneath {
  table: CoverageTable
  shapes: DraftShapes | null
  summary: CitySummary | null
}

/**
 * What a second map shows beside the first: another metric, another day, or a draft; what is not said is as on the
 * first. Filters hold for both.
 */
export const useCompare = defineStore('compare', () => {
  const city = useCity()
  const map = useMap()
  const coverage = useCoverage()
  const indicators = useIndicators()
  const part = <Name extends keyof Beside>(name: Name) =>
    computed<Beside[Name]>({
      get: () => coverage.beside[name],
      set(value) {
        coverage.beside = { ...coverage.beside, [name]: value }
      },
    })
  const [mode, metricId, year, day, on, draft] = [
    part('mode'),
    part('metric'),
    part('year'),
    part('day'),
    part('on'),
    part('draft'),
  ]
  const { resource, load, clear } = loader<Beneath>()

  const other = computed(() => day.value !== null || on.value !== null || draft.value !== null)
  async function measure(): Promise<void> {
    const { code } = city
    if (mode.value === 'off' || code === null || city.address === null || !other.value) return clear()
    const { on: _, ...wanted } = coverage.wanted
    const [yearEnd, id] = [on.value, draft.value]
    const address =
      day.value === null
        ? city.address
        : writeCityAddress({ code, day: day.value === 'now' ? null : day.value })
    await load(
      async (signal) => {
        if (id !== null) {
          const { coverage: columns, changed } = await request(
            getDraftCoverage,
            { params: { city: code, draft: id }, query: wanted },
            { signal, timeoutMs: 60_000 },
          )
          return { table: tableOf(columns), shapes: changed, summary: null }
        }
        const query = yearEnd === null || yearEnd === 'now' ? wanted : { ...wanted, on: yearEnd }
        const [summary, { coverage: columns }] = await Promise.all([
          address === city.address ? null : request(getCity, { params: { city: address } }, { signal }),
          request(getCoverage, { params: { city: address }, query }, { signal, timeoutMs: 60_000 }),
        ])
        return { table: tableOf(columns), shapes: null, summary }
      },
      { keep: true },
    )
  }
  watch([mode, day, on, draft, () => city.address, () => coverage.measuredAt], () => void measure(), {
    immediate: true,
  })
  watch(
    [mode, metricId],
    () => {
      const code = indicatorCodeOf(metricId.value)
      if (mode.value !== 'off' && code !== null) void indicators.need(code)
    },
    { immediate: true },
  )

  const table = computed(() => (other.value ? (valueOf(resource.value)?.table ?? null) : coverage.table))
  const metric = computed(() =>
    indicators.find(
      metricId.value ?? map.metric,
      year.value ?? (metricId.value === null ? indicators.year : null),
    ),
  )
  /** The figures of the level in view; null: not known yet. */
  const column = computed(() => {
    if (mode.value === 'off' || table.value === null || metric.value === null) return null
    const { level } = map
    const keep = gridFilter(table.value, coverage.filter)
    const values = metricValues(metric.value, table.value, level, {
      keep,
      weight: coverage.weight ?? undefined,
    })
    return {
      level,
      ids: Array.from(level === 'grid' ? table.value.grids.ids : table.value.units[level].ids),
      values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    }
  })

  return {
    mode,
    metricId,
    year,
    day,
    on,
    draft,
    resource,
    table,
    metric,
    column,
    shapes: computed(() => valueOf(resource.value)?.shapes ?? null),
    /** The city that the second map shows; null: that of the first. */
    summary: computed(() => (other.value ? (valueOf(resource.value)?.summary ?? null) : null)),
    /** The metric rests on nothing that has a day: another day looks the same. */
    timeless: computed(() => on.value !== null && metric.value !== null && !isDated(metric.value)),
  }
})

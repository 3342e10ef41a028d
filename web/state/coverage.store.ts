import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Provenance } from '#shared/contract/city/city.ts'
import {
  type CoverageOptions,
  type CoverageQuery,
  getCoverage,
  type NetworkSummary,
  type Weighting,
} from '#shared/contract/coverage/coverage.ts'
import { createGridFilter, type GridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { findMetric, UNLISTED_METRICS } from '#shared/coverage/metrics/metrics.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import type { SitingSite } from '#shared/contract/coverage/siting.ts'
import { addPlannedSites } from '#shared/coverage/table/add-planned-sites.ts'
import { toCoverageTable } from '#shared/coverage/table/coverage-columns.ts'
import { request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'
import { useCity } from './city.store.ts'
import { type MapValueSource, useMapValues } from './map-values.store.ts'
import { useMap } from './map.store.ts'

/** A slider is at rest for this long before the server is asked. */
const REST_MS = 120

/** Tables are large, and some settings take a second: what was measured by the last few is kept. */
const MOST_KEPT = 4

interface Measured {
  provenance: Provenance
  table: CoverageTable
  network: NetworkSummary | null
}

/** `swipe`: one upon the other, parted by a handle; `side`: beside each other. */
export const comparisonModes = ['off', 'swipe', 'side'] as const

/** What a second map shows; null: as the first one does. */
export interface Comparison {
  mode: (typeof comparisonModes)[number]
  metric: string | null
  year: number | null
  /** A day as of which the city is; `now`: as it is, also where the first map shows another day. */
  day: string | null
  /** A year's end, worked out from the days of branches and premises; `now`: without, also where the first map has one. */
  on: string | null
  draft: string | null
}
export const NO_COMPARISON: Comparison = {
  mode: 'off',
  metric: null,
  year: null,
  day: null,
  on: null,
  draft: null,
}

/**
 * Coverage as the reader wants it measured, and which part of it they look at. The server measures; filters, sums and
 * colours are worked out here from the same columns by the same functions, so they follow every click at once.
 */
export const useCoverage = defineStore('coverage', () => {
  const city = useCity()
  const columns = useMapValues()
  const map = useMap()
  /** A page that shows coverage is open. */
  const active = ref(false)
  /** The address is that of such a page, which may still be on its way: it says how coverage is measured. */
  const addressed = ref(false)
  const wanted = shallowRef<CoverageQuery>({})
  const filter = shallowRef<GridFilter>(NO_FILTER)
  /** The way to the nearest premises is shown as a surface. */
  const contours = ref(false)
  /** null: each metric by its own. */
  const weight = ref<Weighting | null>(null)
  /** Year of the community data form; null: the latest. */
  const formYear = ref<number | null>(null)
  const beside = shallowRef<Comparison>(NO_COMPARISON)
  const { resource, load, clear } = createLoader<Measured>()
  const kept = new Map<string, Measured>()
  let rest: ReturnType<typeof setTimeout> | undefined

  const measured = computed(() => getResourceValue(resource.value) ?? null)
  /** New sites that the page looks at; null: the city as it is. */
  const sites = shallowRef<{ sites: readonly SitingSite[]; crowded: readonly number[] } | null>(null)
  const table = computed(() => {
    const known = measured.value?.table ?? null
    return known === null || sites.value === null
      ? known
      : addPlannedSites(known, sites.value.sites, sites.value.crowded)
  })
  const keep = computed(() =>
    table.value === null ? () => false : createGridFilter(table.value, filter.value),
  )
  /** Rows of the grids that are looked at. */
  const rows = computed(() =>
    Array.from({ length: table.value?.grids.count ?? 0 }, (_, grid) => grid).filter(keep.value),
  )

  async function measure(): Promise<void> {
    const { address, revision } = city
    if (address === null || !active.value) return
    const key = `${address}/${revision}/${JSON.stringify(wanted.value)}`
    const known = kept.get(key)
    const answer = await load(
      async (signal) => {
        if (known !== undefined) return known
        const { provenance, coverage, network } = await request(
          getCoverage,
          { params: { city: address }, query: wanted.value },
          { signal, timeoutMs: 60_000 },
        )
        return { provenance, table: toCoverageTable(coverage), network }
      },
      { keep: true },
    )
    if (answer === undefined) return
    kept.delete(key)
    kept.set(key, answer)
    const oldest = kept.keys().next().value
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  }

  watch([() => city.code, active], ([code], [before]) => {
    if (code !== before) clear()
    void measure()
  })
  watch([() => city.address, () => city.revision, wanted], () => {
    clearTimeout(rest)
    rest = setTimeout(() => void measure(), REST_MS)
  })
  watch([active, table, keep, weight, () => map.declared], () => {
    const known = table.value
    columns.source = active.value ? (known === null ? () => null : sourceOf(known)) : null
  })

  function sourceOf(known: CoverageTable): MapValueSource {
    const options = { keep: keep.value, weight: weight.value ?? undefined }
    const { declared } = map
    return (id, level) => {
      const metric =
        findMetric(id) ??
        UNLISTED_METRICS.find((each) => each.id === id) ??
        (declared?.id === id ? declared : undefined)
      if (metric === undefined) return null
      const ids = level === 'grid' ? known.grids.ids : known.units[level].ids
      return {
        ids: Array.from(ids),
        values: Array.from(computeMetricValues(metric, known, level, options), (value) =>
          Number.isNaN(value) ? null : value,
        ),
      }
    }
  }

  return {
    active,
    addressed,
    wanted,
    filter,
    weight,
    contours,
    formYear,
    beside,
    sites,
    resource,
    provenance: computed(() => measured.value?.provenance ?? null),
    /** What was made of the roads; null in straight lines. */
    network: computed(() => measured.value?.network ?? null),
    table,
    /** Another object whenever something was measured. */
    measuredAt: measured,
    /** As the server filled them in. */
    options: computed<CoverageOptions | null>(() => table.value?.options ?? null),
    rows,
    measure,
    change(part: CoverageQuery) {
      wanted.value = { ...wanted.value, ...part }
    },
    narrow(part: Partial<GridFilter>) {
      filter.value = { ...filter.value, ...part }
    },
  }
})

import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Provenance } from '#shared/contract/city/city.ts'
import { getCoverage, type MeasuredNetwork } from '#shared/contract/coverage/coverage.ts'
import {
  type CoverageOptions,
  type CoverageQuery,
  type Weighting,
} from '#shared/contract/coverage/coverage-options.ts'
import { createGridFilter, type GridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import { computeMetricValues, countFilteredOut } from '#shared/coverage/aggregate/metric-values.ts'
import { findMetric, UNLISTED_METRICS } from '#shared/coverage/metrics/metrics.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import type { SitingSite } from '#shared/contract/coverage/siting.ts'
import { addPlannedSites } from '#shared/coverage/table/add-planned-sites.ts'
import { toCoverageTable } from '#shared/coverage/table/coverage-columns.ts'
import type { TerritoryLevel } from '#shared/contract/enums.ts'
import { request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'
import { useCity } from './city.store.ts'
import { useIndicators } from './indicators.store.ts'

/** Milliseconds without a change, of a slider for example, before a request is sent. */
const SETTLE_MS = 120

/** Tables are large, and some settings take a second: this many results are cached. */
const MAX_CACHED = 4

interface Measured {
  provenance: Provenance
  table: CoverageTable
  network: MeasuredNetwork | null
}

/** Computes one value for each feature of a level; null: the table is not loaded yet. */
export type MapValueSource = (
  metric: string,
  level: TerritoryLevel,
) => {
  ids: readonly number[]
  values: readonly (number | null)[]
  /** Features without a value because the filters leave nothing of them. */
  filteredOut: number
} | null
const NOTHING_LOADED: MapValueSource = () => null

/**
 * Coverage, how it is measured, and the filters. The server measures; filters, sums and colours are computed here from
 * the same columns by the same functions, so that they follow every click at once.
 */
export const useCoverage = defineStore('coverage', () => {
  const city = useCity()
  const indicators = useIndicators()
  /** A page that shows coverage is open. */
  const active = ref(false)
  /** The URL is that of such a page, which may not be loaded yet: its parameters say how coverage is measured. */
  const addressed = ref(false)
  const wanted = shallowRef<CoverageQuery>({})
  const filter = shallowRef<GridFilter>(NO_FILTER)
  /** Isochrones around the premises are shown. */
  const contours = ref(false)
  /** null: each metric by its own. */
  const weight = ref<Weighting | null>(null)
  const { resource, load, clear } = createLoader<Measured>()
  const cache = new Map<string, Measured>()
  let settling: ReturnType<typeof setTimeout> | undefined

  const measured = computed(() => getResourceValue(resource.value) ?? null)
  /** Planned sites that are added to the table; null: none. */
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
  /** Rows of the grids that pass the filters. */
  const rows = computed(() =>
    Array.from({ length: table.value?.grids.count ?? 0 }, (_, grid) => grid).filter(keep.value),
  )

  async function measure(): Promise<void> {
    const { address, revision } = city
    if (address === null || !active.value) return
    const key = `${address}/${revision}/${JSON.stringify(wanted.value)}`
    const known = cache.get(key)
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
    cache.delete(key)
    cache.set(key, answer)
    const oldest = cache.keys().next().value
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest)
  }

  watch([() => city.code, active], ([code], [before]) => {
    if (code !== before) clear()
    void measure()
  })
  watch([() => city.address, () => city.revision, wanted], () => {
    clearTimeout(settling)
    settling = setTimeout(() => void measure(), SETTLE_MS)
  })

  /** Computes the values of the map from the table; null: the server computes them. */
  const valueSource = computed(() => {
    if (!active.value) return null
    return table.value === null ? NOTHING_LOADED : createValueSource(table.value)
  })

  function createValueSource(known: CoverageTable): MapValueSource {
    const options = { keep: keep.value, weight: weight.value ?? undefined }
    const { shownMetric } = indicators
    return (id, level) => {
      const metric =
        findMetric(id) ??
        UNLISTED_METRICS.find((each) => each.id === id) ??
        (shownMetric?.id === id ? shownMetric : undefined)
      if (metric === undefined) return null
      const ids = level === 'grid' ? known.grids.ids : known.units[level].ids
      return {
        ids: Array.from(ids),
        values: Array.from(computeMetricValues(metric, known, level, options), (value) =>
          Number.isFinite(value) ? value : null,
        ),
        filteredOut: countFilteredOut(known, level, keep.value),
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
    sites,
    resource,
    provenance: computed(() => measured.value?.provenance ?? null),
    /** About the road network; null: straight lines. */
    network: computed(() => measured.value?.network ?? null),
    table,
    /** Another object after each measurement. */
    measuredAt: measured,
    /** As completed by the server. */
    options: computed<CoverageOptions | null>(() => table.value?.options ?? null),
    rows,
    valueSource,
    measure,
    change(part: CoverageQuery) {
      wanted.value = { ...wanted.value, ...part }
    },
    narrow(part: Partial<GridFilter>) {
      filter.value = { ...filter.value, ...part }
    },
  }
})

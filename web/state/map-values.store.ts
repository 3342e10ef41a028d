import { defineStore } from 'pinia'
import { ref, shallowRef, triggerRef, watch } from 'vue'
import { getMetric } from '#shared/contract/city/city.ts'
import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { type TerritoryLevel, territoryLevels } from '#shared/contract/enums.ts'
import { request } from '../lib/request.ts'
import { useCity } from './city.store.ts'
import { type MapValueSource, useCoverage } from './coverage.store.ts'
import { useMap } from './map.store.ts'

/** One value for each feature of a level, by feature number. */
export interface MapValueColumn {
  metric: string
  level: TerritoryLevel
  revision: number
  ids: readonly number[]
  values: readonly (number | null)[]
  /** Features without a value because the filters leave nothing of them; absent: none. */
  filteredOut?: number
  /** Absent: the server computed the column. */
  source?: MapValueSource
}

/** After a change all readers request newer values: each after a random time up to this. */
const SPREAD_MS = 100
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The values by which areas are coloured: of the level in view first, then of the others. They come from the server, or
 * from the coverage table of a page that has one.
 */
export const useMapValues = defineStore('columns', () => {
  const city = useCity()
  const map = useMap()
  const byLevel = shallowRef(new Map<TerritoryLevel, MapValueColumn>())
  const failed = ref(false)
  const coverage = useCoverage()
  let controller = new AbortController()
  let isLoading = false

  /** The next missing level: the one in view, and once the map is drawn the others. */
  function nextLevel(): TerritoryLevel | undefined {
    const isMissing = (level: TerritoryLevel) => {
      const known = byLevel.value.get(level)
      return known?.metric !== map.metric || (level === map.level && known.revision < city.revision)
    }
    return [map.level, ...(map.state === 'idle' ? territoryLevels : [])].find(isMissing)
  }

  async function load(): Promise<void> {
    const { address } = city
    const { metric } = map
    if (map.holding && byLevel.value.get(map.level)?.metric === metric) return
    controller.abort()
    failed.value = false
    if (address === null || metric === null || city.changes === null) return
    // the server has no values for items of the community data form
    if (coverage.valueSource === null && findIndicatorCode(metric) !== null) return
    if (coverage.valueSource !== null) {
      isLoading = false
      return computeFrom(coverage.valueSource, metric)
    }
    const { signal } = (controller = new AbortController())
    isLoading = true
    try {
      for (let level = nextLevel(); level !== undefined; level = nextLevel()) {
        if (byLevel.value.get(level)?.metric === metric) await wait(Math.random() * SPREAD_MS)
        if (signal.aborted) return
        const { ids, values, provenance } = await request(
          getMetric,
          { params: { city: address, metric, level } },
          { signal },
        )
        if (signal.aborted) return
        // an answer of an older revision is shown for now; the next revision requests it again
        byLevel.value.set(level, {
          metric,
          level,
          revision: Math.max(provenance.revision, city.revision),
          ids,
          values,
        })
        triggerRef(byLevel)
      }
    } catch {
      if (!signal.aborted) failed.value = true
    } finally {
      if (!signal.aborted) isLoading = false
    }
  }

  /** Computes the level in view; another one when it comes into view. */
  function computeFrom(source: MapValueSource, metric: string): void {
    const { level } = map
    const known = byLevel.value.get(level)
    if (known?.metric === metric && known.source === source) return
    const column = source(metric, level)
    if (column === null) return
    byLevel.value.set(level, { metric, level, revision: city.revision, ...column, source })
    triggerRef(byLevel)
  }

  watch(
    () => city.address,
    () => {
      byLevel.value = new Map()
    },
    { flush: 'sync' },
  )
  watch(
    () => coverage.valueSource,
    () => {
      byLevel.value = new Map()
      void load()
    },
  )
  watch([() => city.address, () => city.revision, () => map.metric, () => map.holding], () => void load(), {
    immediate: true,
  })
  watch([() => map.level, () => map.state === 'idle'], () => {
    if (!isLoading && !failed.value) void load()
  })
  watch(
    () => city.line,
    (line) => {
      if (line === 'up' && failed.value) void load()
    },
  )

  return { byLevel, failed }
})

import { defineStore } from 'pinia'
import { ref, shallowRef, triggerRef, watch } from 'vue'
import { getMetric } from '#shared/contract/city/city.ts'
import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { type TerritoryLevel, territoryLevels } from '#shared/contract/enums.ts'
import { request } from '../lib/request.ts'
import { useCity } from './city.store.ts'
import { useMap } from './map.store.ts'

/** One value for each feature of a level, by feature number. */
export interface MapValueColumn {
  metric: string
  level: TerritoryLevel
  revision: number
  ids: readonly number[]
  values: readonly (number | null)[]
  /** Absent: the server. */
  made?: MapValueSource
}

/** Works out a column in the page; null: it is not ready yet. */
export type MapValueSource = (
  metric: string,
  level: TerritoryLevel,
) => Pick<MapValueColumn, 'ids' | 'values'> | null

/** After a change all readers ask for newer figures: each after so long at most, by chance. */
const SPREAD_MS = 100
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The figures by which the areas are coloured: of the level in view at once, of the others when it has arrived. They
 * come from the server, or from a page that works them out itself.
 */
export const useMapValues = defineStore('columns', () => {
  const city = useCity()
  const map = useMap()
  const byLevel = shallowRef(new Map<TerritoryLevel, MapValueColumn>())
  const failed = ref(false)
  const source = shallowRef<MapValueSource | null>(null)
  let asking = new AbortController()
  let busy = false

  /** What is still missing: first the level in view, and once the map is drawn the others, whose changes can wait until they are. */
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
    asking.abort()
    failed.value = false
    if (address === null || metric === null || city.changes === null) return
    // the server colours maps by its own metrics alone; a page that brings others works them out
    if (source.value === null && findIndicatorCode(metric) !== null) return
    if (source.value !== null) {
      busy = false
      return takeFrom(source.value, metric)
    }
    const { signal } = (asking = new AbortController())
    busy = true
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
        // an answer from a server that is behind is taken for now; the next revision asks again
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
      if (!signal.aborted) busy = false
    }
  }

  /** Only the level in view: another is worked out when it comes into view. */
  function takeFrom(make: MapValueSource, metric: string): void {
    const { level } = map
    const known = byLevel.value.get(level)
    if (known?.metric === metric && known.made === make) return
    const column = make(metric, level)
    if (column === null) return
    byLevel.value.set(level, { metric, level, revision: city.revision, ...column, made: make })
    triggerRef(byLevel)
  }

  watch(
    () => city.address,
    () => {
      byLevel.value = new Map()
    },
    { flush: 'sync' },
  )
  watch(source, () => {
    byLevel.value = new Map()
    void load()
  })
  watch([() => city.address, () => city.revision, () => map.metric, () => map.holding], () => void load(), {
    immediate: true,
  })
  watch([() => map.level, () => map.state === 'idle'], () => {
    if (!busy && !failed.value) void load()
  })
  watch(
    () => city.line,
    (line) => {
      if (line === 'up' && failed.value) void load()
    },
  )

  return { byLevel, failed, source }
})

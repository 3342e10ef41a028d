import { type ComputedRef, effectScope, watch } from 'vue'
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { SOURCE_IDS } from '#shared/layers/city-style.ts'
import { type MapDepth, type TerritoryLevel, territoryLevels } from '#shared/contract/enums.ts'
import { trimPerformanceMarks } from '../lib/trim-performance-marks.ts'
import type { useCity } from '../state/city.store.ts'
import type { MapValueColumn, useMapValues } from '../state/map-values.store.ts'
import type { useMap } from '../state/map.store.ts'
import type { usePreferences } from '../state/preferences.store.ts'
import type { useSelection } from '../state/selection.store.ts'
import { findChangedValues } from './find-changed-values.ts'
import type { MapEngine } from './engine.ts'
import { getFeatureSet, getLevelFeatureSet } from './feature-sets.ts'
import type { TileUrls } from './tile-urls.ts'

export interface SyncMapOptions {
  engine: MapEngine
  style: ComputedRef<StyleSpecification>
  addresses: TileUrls
  city: ReturnType<typeof useCity>
  map: ReturnType<typeof useMap>
  columns: ReturnType<typeof useMapValues>
  selection: ReturnType<typeof useSelection>
  preferences: ReturnType<typeof usePreferences>
}

/** Failed tiles are asked for again after this time, or as soon as the server is back. */
const RETRY_MS = 8000

/** Performance mark of the first moment when nothing is left to draw. */
const ALL_DRAWN = 'map:all-drawn'
/** Performance mark of the first frame after features were given other values. */
const VALUES_DRAWN = 'map:values-drawn'

/**
 * The one road from the stores to the map, and back from the map to the stores. What is drawn is computed from the
 * stores alone; each watch below carries one kind of change. The answer ends it.
 */
export function syncMap({
  engine,
  style,
  addresses,
  city,
  map,
  columns,
  selection,
  preferences,
}: SyncMapOptions): () => void {
  const scope = effectScope(true)
  const shown = new Map<TerritoryLevel, MapValueColumn>()
  let retry: ReturnType<typeof setTimeout> | undefined
  let lost = false
  let undrawn = false

  const showValues = () => {
    if (lost) return
    for (const level of territoryLevels) {
      const column = columns.byLevel.get(level)
      if (column === undefined || shown.get(level) === column || column.metric !== map.metric) continue
      const { ids, values } = findChangedValues(shown.get(level), column)
      shown.set(level, column)
      if (ids.length === 0) continue
      engine.setValues(getLevelFeatureSet(level), ids, values)
      undrawn = true
    }
  }
  /** What the map has forgotten of its features, with the source that held them. */
  const showAnew = () => {
    shown.clear()
    showValues()
    flag('selected')(chosen(), null)
  }
  const refresh = (tiles: ReturnType<TileUrls['outdated']>) => {
    if (lost) return
    for (const [source, list] of tiles) engine.refreshTiles(source, list)
  }
  const flag = (name: 'hover' | 'selected') => (now: Marked | null, before: Marked | null | undefined) => {
    if (lost || (now?.layer === before?.layer && now?.id === before?.id)) return
    if (before) engine.setFlag(getFeatureSet(before.layer), before.id, name, false)
    if (now) engine.setFlag(getFeatureSet(now.layer), now.id, name, true)
  }
  const chosen = () => {
    const feature = selection.chosen
    return feature?.id === undefined ? null : { layer: feature.layer, id: feature.id }
  }
  const hovered = () => selection.hovered

  map.camera = engine.camera()
  scope.run(() => {
    // tiles of another day are others under the same numbers
    watch(
      () => city.address,
      () => addresses.clear(),
    )
    watch(style, (next, before) => {
      if (lost) return
      map.state = 'loading'
      engine.setStyle(next)
      if (SOURCE_IDS.some((id) => JSON.stringify(next.sources[id]) !== JSON.stringify(before.sources[id])))
        showAnew()
    })
    watch(() => columns.byLevel, showValues, { immediate: true, deep: 1 })
    watch(
      () => map.depth,
      (depth) => {
        if (!lost) engine.tilt(getPitch(depth), preferences.calm)
      },
    )
    watch(hovered, flag('hover'))
    watch(chosen, flag('selected'), { immediate: true })
    watch([() => city.changes, () => map.holding], () => {
      if (!map.holding) refresh(addresses.outdated())
    })
    watch(
      () => city.line,
      (line) => {
        if (line === 'up') refresh(addresses.takeFailed())
      },
    )
    watch(
      () => map.target,
      (target) => {
        if (target === null || lost) return
        if (target.kind !== 'home') engine.move(target, map.insets, preferences.calm)
        else if (city.known?.box)
          engine.move({ kind: 'box', box: city.known.box }, map.insets, preferences.calm)
      },
    )
  })

  const stops = [
    engine.on('moved', ({ camera, byReader }) => {
      map.camera = camera
      if (byReader) map.home = false
    }),
    engine.on('frame', () => {
      if (!undrawn) return
      trimPerformanceMarks(VALUES_DRAWN)
      performance.mark(VALUES_DRAWN)
      undrawn = false
    }),
    engine.on('busy', () => {
      if (map.state === 'idle') map.state = 'loading'
    }),
    engine.on('idle', () => {
      map.state = 'idle'
      const colored = map.metric === null || columns.failed || shown.has(map.level)
      if (colored && performance.getEntriesByName(ALL_DRAWN).length === 0) performance.mark(ALL_DRAWN)
      // tiles that came back from the map's own store may have been overtaken meanwhile
      const outdated = addresses.outdated()
      if (outdated.size > 0) refresh(outdated)
    }),
    engine.on('pointed', (event) => {
      selection.hovered = event === null ? null : { ...event.feature, at: { x: event.x, y: event.y } }
    }),
    engine.on('picked', (features) => {
      // what is chosen already gives way to what lies under it
      const at = features.findIndex(
        (each) => each.layer === selection.chosen?.layer && each.id === selection.chosen.id,
      )
      const next = features.length === 0 ? null : (features[(at + 1) % features.length] ?? null)
      void selection.choose(next === null ? null : { layer: next.layer, id: next.id })
    }),
    engine.on('tileFailed', ({ source, tile }) => {
      addresses.failed(source, tile)
      clearTimeout(retry)
      retry = setTimeout(() => refresh(addresses.takeFailed()), RETRY_MS)
    }),
    engine.on('lost', () => {
      lost = true
      map.state = 'lost'
    }),
    engine.on('restored', () => {
      lost = false
      map.state = 'loading'
      engine.setStyle(style.value)
      showAnew()
    }),
  ]

  return () => {
    clearTimeout(retry)
    scope.stop()
    for (const stop of stops) stop()
  }
}

/** Degrees from looking straight down: heights are only seen from the side. */
export const getPitch = (depth: MapDepth): number => (depth === 'extruded' ? 48 : 0)

interface Marked {
  layer: Parameters<typeof getFeatureSet>[0]
  id: number
}

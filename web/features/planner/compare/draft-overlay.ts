import { computed } from 'vue'
import { rampOf } from '#shared/coverage/metric.ts'
import { fromBase64 } from '#shared/drafts/base64.ts'
import { multiPolygonAt } from '#shared/geometry/flat-polygons.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { readPolygons } from '#shared/geometry/twkb.ts'
import { rampClass } from '#shared/layers/ramp.ts'
import { THEMES } from '#shared/layers/themes.ts'
import { useCompare } from '../../../state/compare.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'

/** Grids of a draft in the colours of the second map; only where grids are what is coloured. */
export function useDraftOverlay() {
  const compare = useCompare()
  const map = useMap()
  const preferences = usePreferences()
  const areas = computed(() => {
    const { shapes } = compare
    if (shapes === null) return null
    const flat = readPolygons(fromBase64(shapes.shapes), shapes.ids.length)
    return shapes.ids.map((id, row) => ({
      id,
      coordinates: multiPolygonAt(flat, row).map((polygon) =>
        polygon.map((ring) => [...ring, ...ring.slice(0, 1)].map(([x, y]) => [toDegrees(x), toDegrees(y)])),
      ),
    }))
  })
  return computed<GeoJSON.FeatureCollection | null>(() => {
    const { metric, column } = compare
    if (
      compare.draft === null ||
      areas.value === null ||
      metric === null ||
      column === null ||
      map.level !== 'grid'
    )
      return null
    const ramp = rampOf(metric, THEMES[preferences.theme])
    const rowOf = new Map(column.ids.map((id, row) => [id, row]))
    return {
      type: 'FeatureCollection',
      features: areas.value.map(({ id, coordinates }) => {
        const at = rampClass(ramp, column.values[rowOf.get(id) ?? -1] ?? null)
        return {
          type: 'Feature',
          id,
          properties: { color: at < 0 ? ramp.missing : ramp.colors[at] },
          geometry: { type: 'MultiPolygon', coordinates },
        }
      }),
    }
  })
}

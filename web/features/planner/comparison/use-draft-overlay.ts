import { computed } from 'vue'
import { buildMetricRamp } from '#shared/coverage/metrics/metric.ts'
import { decodeBase64 } from '#shared/geometry/base64.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { readTwkbPolygons } from '#shared/geometry/twkb.ts'
import { findRampClass } from '#shared/layers/base/ramp.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { useComparison } from '../../../state/comparison.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'

/** Grids of a draft in the colours of the second map; only where grids are what is coloured. */
export function useDraftOverlay() {
  const compare = useComparison()
  const map = useMap()
  const preferences = usePreferences()
  const areas = computed(() => {
    const { shapes } = compare
    if (shapes === null) return null
    const flat = readTwkbPolygons(decodeBase64(shapes.shapes), shapes.ids.length)
    return shapes.ids.map((id, row) => ({
      id,
      coordinates: getMultiPolygon(flat, row).map((polygon) =>
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
    const ramp = buildMetricRamp(metric, THEMES[preferences.theme])
    const rowOf = new Map(column.ids.map((id, row) => [id, row]))
    return {
      type: 'FeatureCollection',
      features: areas.value.map(({ id, coordinates }) => {
        const at = findRampClass(ramp, column.values[rowOf.get(id) ?? -1] ?? null)
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

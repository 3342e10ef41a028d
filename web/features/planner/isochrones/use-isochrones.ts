import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import type { z } from 'zod'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import { getContours } from '#shared/contract/coverage/coverage.ts'
import { PALETTES } from '#shared/layers/base/ramp.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { request } from '../../../lib/request.ts'
import { createLoader, getResourceValue } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'
import { useCoverage } from '../../../state/coverage.store.ts'
import { type Camera, useMap } from '../../../state/map.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'
import { computeViewBox } from './compute-view-box.ts'

type Surface = z.output<(typeof getContours)['answer']>

/** The camera is at rest for this long before the surface is asked for. */
const REST_MS = 150
/** As much of the view again is asked for around it, so that a short way does not lead off the surface. */
const AROUND = 0.2
/** Closer than this, in zooms, the samples are too coarse. */
const FINER = 0.8

/** The distance surface of what is in view, on the map as long as it is switched on; how its fetching stands. */
export function useIsochrones() {
  const city = useCity()
  const coverage = useCoverage()
  const map = useMap()
  const preferences = usePreferences()
  const { resource, load, clear } = createLoader<Surface>()
  const asked = shallowRef<{ key: string; box: DegreeBox; zoom: number } | null>(null)
  let rest: ReturnType<typeof setTimeout> | undefined

  async function draw(): Promise<void> {
    const { camera } = map
    const whole = city.known?.box
    if (!coverage.contours || city.address === null || camera === null || !whole) return
    const key = `${city.address}/${city.revision}/${JSON.stringify(coverage.wanted)}`
    const view = within(computeViewBox(camera, window.innerWidth, window.innerHeight, 0), whole)
    if (
      view === null ||
      (asked.value?.key === key && contains(asked.value.box, view) && isFine(asked.value, camera, whole))
    )
      return
    const box = within(computeViewBox(camera, window.innerWidth, window.innerHeight, AROUND), whole) ?? view
    asked.value = { key, box, zoom: camera.zoom }
    const { address } = city
    await load(
      (signal) =>
        request(
          getContours,
          { params: { city: address }, query: { ...coverage.wanted, box: box.join() } },
          { signal, timeoutMs: 60_000 },
        ),
      { keep: true },
    )
    if (resource.value.state === 'failed') asked.value = null
  }
  watch(
    [() => coverage.contours, () => map.camera, () => coverage.measuredAt],
    ([on]) => {
      clearTimeout(rest)
      if (on) rest = setTimeout(() => void draw(), REST_MS)
      else {
        asked.value = null
        clear()
      }
    },
    { immediate: true },
  )

  const drawn = computed<GeoJSON.FeatureCollection | null>(() => {
    const surface = getResourceValue(resource.value)
    if (!coverage.contours || surface === undefined) return null
    const colors = PALETTES[THEMES[preferences.theme].id].distance
    return {
      type: 'FeatureCollection',
      features: surface.bands.map(({ polygons }, band) => ({
        type: 'Feature',
        properties: { color: colors[band] },
        geometry: { type: 'MultiPolygon', coordinates: polygons },
      })),
    }
  })
  watch(drawn, (next) => {
    map.surface = next
  })
  onBeforeUnmount(() => {
    clearTimeout(rest)
    map.surface = null
  })

  return computed(() => resource.value.state)
}

const contains = (outer: DegreeBox, inner: DegreeBox) =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
const isFine = ({ box, zoom }: { box: DegreeBox; zoom: number }, camera: Camera, whole: DegreeBox) =>
  Math.abs(camera.zoom - zoom) < FINER || (camera.zoom < zoom && contains(box, whole))

/** The part of a box that lies in the city, rounded outwards; null: none. */
function within(box: DegreeBox, whole: DegreeBox): DegreeBox | null {
  const [west, south] = [Math.max(box[0], whole[0]), Math.max(box[1], whole[1])]
  const [east, north] = [Math.min(box[2], whole[2]), Math.min(box[3], whole[3])]
  if (west >= east || south >= north) return null
  return [
    Math.floor(west * 1000) / 1000,
    Math.floor(south * 1000) / 1000,
    Math.ceil(east * 1000) / 1000,
    Math.ceil(north * 1000) / 1000,
  ]
}

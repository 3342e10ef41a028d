import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import type { Metric } from '#shared/coverage/metrics/metric.ts'
import { METRICS, UNLISTED_METRICS } from '#shared/coverage/metrics/metrics.ts'
import type { MapDepth, DetailLevel, LayerId } from '#shared/contract/enums.ts'
import { getLevelInView } from '#shared/layers/base/level-zooms.ts'

export interface Camera {
  lon: number
  lat: number
  zoom: number
  bearing: number
}

/** Where the page wants the map to look: a new object is a new wish. */
export type CameraTarget =
  | { kind: 'box'; box: DegreeBox; maxZoom?: number; jump?: boolean }
  | { kind: 'camera'; camera: Camera; jump?: boolean }
  | { kind: 'home' }
  | { kind: 'zoom'; by: number }
  | { kind: 'north' }

/** Pixels at the window's edges that panels cover. */
export interface Insets {
  top: number
  right: number
  bottom: number
  left: number
}

/** `unsupported`: this browser draws no maps; `lost`: its graphics have failed for now. */
export type MapState = 'starting' | 'loading' | 'idle' | 'lost' | 'unsupported'

export const DEFAULT_METRIC = 'branch-share'
export const DEFAULT_DETAIL: DetailLevel = 'auto'

/** What the map shows and from where. The synchroniser alone carries this to the map. */
export const useMap = defineStore('map', () => {
  const detail = ref<DetailLevel>(DEFAULT_DETAIL)
  /** null: areas are not coloured. */
  const metric = ref<string | null>(DEFAULT_METRIC)
  const hidden = shallowRef<ReadonlySet<LayerId>>(new Set())
  /** As the map last reported it; null before it has. */
  const camera = shallowRef<Camera | null>(null)
  const target = shallowRef<CameraTarget | null>(null)
  /** The whole city is in view, and nobody has moved the map since. */
  const home = ref(true)
  /** Only walls have depth. */
  const depth = ref<MapDepth>('flat')
  const insets = shallowRef<Insets>({ top: 0, right: 0, bottom: 0, left: 0 })
  const state = ref<MapState>('starting')
  /** A change is not drawn yet: the page has something to show first. */
  const holding = ref(false)
  /** A surface that is drawn instead of the coloured areas; each of its areas brings its colour. */
  const surface = shallowRef<GeoJSON.FeatureCollection | null>(null)
  /** A metric that the page brings with it, found by `metric` when no built-in one has that name. */
  const declared = shallowRef<Metric | null>(null)

  return {
    detail,
    metric,
    hidden,
    camera,
    target,
    home,
    insets,
    depth,
    state,
    holding,
    declared,
    surface,
    level: computed(() => getLevelInView(detail.value, camera.value?.zoom ?? 0)),
    metricDeclared: computed(
      () =>
        [...METRICS, ...UNLISTED_METRICS, ...(declared.value === null ? [] : [declared.value])].find(
          (each) => each.id === metric.value,
        ) ?? null,
    ),
    toggleLayer(layer: LayerId) {
      const next = new Set(hidden.value)
      if (!next.delete(layer)) next.add(layer)
      hidden.value = next
    },
    goTo(wish: CameraTarget) {
      target.value = wish
      if (wish.kind !== 'zoom' && wish.kind !== 'north') home.value = wish.kind === 'home'
    },
    /** As an address says; before there is a map, the view it will start with. */
    lookFrom(view: Camera) {
      if (camera.value !== null && isSameView(camera.value, view)) return
      camera.value = view
      home.value = false
      target.value = { kind: 'camera', camera: view }
    },
  }
})

/** Alike as far as an address tells. */
function isSameView(a: Camera, b: Camera): boolean {
  return (
    Math.abs(a.zoom - b.zoom) < 0.006 &&
    Math.abs(a.lat - b.lat) < 6e-6 &&
    Math.abs(a.lon - b.lon) < 6e-6 &&
    Math.abs(a.bearing - b.bearing) < 0.6
  )
}

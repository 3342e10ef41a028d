import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import type { MapDepth, DetailLevel, LayerId } from '#shared/contract/enums.ts'
import { getLevelInView } from '#shared/layers/base/level-zooms.ts'

export interface Camera {
  lon: number
  lat: number
  zoom: number
  bearing: number
}

/** Where the map is to move: each new object is a new movement. */
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

/** unsupported: this browser cannot draw maps. lost: the WebGL context is lost for now. */
export type MapState = 'starting' | 'loading' | 'idle' | 'lost' | 'unsupported'

export const DEFAULT_METRIC = 'branch-share'
export const DEFAULT_DETAIL: DetailLevel = 'auto'

/** What the map shows, and its camera. Only `syncMap` applies this to the map. */
export const useMap = defineStore('map', () => {
  const detail = ref<DetailLevel>(DEFAULT_DETAIL)
  /** null: areas are not coloured. */
  const metric = ref<string | null>(DEFAULT_METRIC)
  const hidden = shallowRef<ReadonlySet<LayerId>>(new Set())
  /** As the map last reported it; null before it has. */
  const camera = shallowRef<Camera | null>(null)
  const target = shallowRef<CameraTarget | null>(null)
  /** The whole city is in view, and the reader has not moved the map since. */
  const home = ref(true)
  /** Only wall displays have a depth. */
  const depth = ref<MapDepth>('flat')
  const insets = shallowRef<Insets>({ top: 0, right: 0, bottom: 0, left: 0 })
  const state = ref<MapState>('starting')
  /** New values are not drawn yet: the page shows something else first. */
  const holding = ref(false)
  /** Isochrones that are drawn instead of the coloured areas; each has its colour as a property. */
  const surface = shallowRef<GeoJSON.FeatureCollection | null>(null)

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
    surface,
    level: computed(() => getLevelInView(detail.value, camera.value?.zoom ?? 0)),
    toggleLayer(layer: LayerId) {
      const next = new Set(hidden.value)
      if (!next.delete(layer)) next.add(layer)
      hidden.value = next
    },
    goTo(next: CameraTarget) {
      target.value = next
      if (next.kind !== 'zoom' && next.kind !== 'north') home.value = next.kind === 'home'
    },
    /** Moves to the camera of a URL; before there is a map, the map starts with it. */
    lookFrom(view: Camera) {
      if (camera.value !== null && isSameView(camera.value, view)) return
      camera.value = view
      home.value = false
      target.value = { kind: 'camera', camera: view }
    },
  }
})

/** Equal to the precision of the URL. */
function isSameView(a: Camera, b: Camera): boolean {
  return (
    Math.abs(a.zoom - b.zoom) < 0.006 &&
    Math.abs(a.lat - b.lat) < 6e-6 &&
    Math.abs(a.lon - b.lon) < 6e-6 &&
    Math.abs(a.bearing - b.bearing) < 0.6
  )
}

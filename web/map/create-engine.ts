import { Map as MapLibreMap, type PointLike, prewarm, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import { SOURCE_IDS, type SourceId } from '#shared/layers/city-style.ts'
import { MAX_VIEW_ZOOM } from '#shared/layers/base/level-zooms.ts'
import { trimPerformanceMarks } from '../lib/trim-performance-marks.ts'
import type { Camera, Insets } from '../state/map.store.ts'
import type { EngineEvents, MapEngine, PickedFeature } from './engine.ts'
import { drawFrameWhenLoaded } from './draw-frame-when-loaded.ts'
import { findVisibleMiddle, moveCamera, readCamera, withRoom } from './camera.ts'
import { isPickable, toPickedFeatures } from './picked-feature.ts'
import { createEventEmitter } from './create-event-emitter.ts'
import './canvas.css'

setWorkerUrl(workerUrl)
// the worker starts while the page still waits for the city
prewarm()

export interface EngineOptions {
  container: HTMLElement
  style: StyleSpecification
  /** The camera to start with, or the box to show. */
  start: { camera: Camera } | { box: DegreeBox; insets: Insets }
  /** The view does not leave this far behind. */
  bounds: DegreeBox
  /** Layers whose features can be pointed at. */
  pickable: readonly string[]
  addressOf: (url: string) => string
  calm: boolean
  /** Degrees from looking straight down. */
  pitch: number
  /** The map may be looked at from the side. */
  tilts: boolean
  /** Name of the canvas for those who do not see it. */
  label: string
  /** Something is drawn on the map: a double click ends a line instead of coming closer. */
  drawing?: boolean
}

/** How far from a feature, in pixels, a click still means it. */
const REACH = { mouse: 3, touch: 12 }

/** A map drawn by MapLibre. @throws when this browser has no WebGL 2 */
export function createEngine({
  container,
  style,
  start,
  bounds,
  pickable,
  addressOf,
  calm,
  pitch: firstPitch,
  tilts,
  label,
  drawing: isDrawnOn = false,
}: EngineOptions): MapEngine {
  const { on, tell } = createEventEmitter<EngineEvents>()
  const map = new MapLibreMap({
    container,
    style,
    ...('camera' in start
      ? {
          center: [start.camera.lon, start.camera.lat],
          zoom: start.camera.zoom,
          bearing: start.camera.bearing,
        }
      : { bounds: start.box, fitBoundsOptions: { padding: withRoom(start.insets) } }),
    maxBounds: bounds,
    maxZoom: MAX_VIEW_ZOOM,
    pitch: firstPitch,
    maxPitch: tilts ? 60 : 0,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    attributionControl: false,
    maplibreLogo: false,
    fadeDuration: calm ? 0 : 160,
    reduceMotion: calm,
    validateStyle: import.meta.env.DEV,
    localIdeographFontFamily: false,
    transformRequest: (url, type) => (type === 'Tile' ? { url: addressOf(url) } : undefined),
    locale: { 'Map.Title': label },
    maxCanvasSize: [8192, 8192],
  })
  performance.mark('map:created')
  let pitch = firstPitch
  map.touchZoomRotate.disableRotation()
  let drawing = isDrawnOn
  if (drawing) {
    map.doubleClickZoom.disable()
    map.dragRotate.disable()
  }

  map.on('moveend', (event) => {
    if (!('following' in event))
      tell('moved', { camera: readCamera(map), byReader: event.originalEvent !== undefined })
  })
  // first of all: whoever hears that the map is idle may make it busy again
  const expectFrame = drawFrameWhenLoaded(map)
  map.on('movestart', () => tell('busy', undefined))
  map.on('dataloading', () => tell('busy', undefined))
  map.once('render', () => tell('started', undefined))
  map.on('idle', () => tell('idle', undefined))
  map.on('render', () => tell('frame', undefined))
  map.on('webglcontextlost', () => tell('lost', undefined))
  map.on('webglcontextrestored', () => tell('restored', undefined))
  map.on('error', (event) => {
    const failure = tileFailure(event)
    if (failure) {
      tell('tileFailed', failure)
    }
    // eslint-disable-next-line no-console -- a fault of the style or the library that nobody else would report
    else console.error(event.error)
  })

  // before the first style has arrived there is nothing to put a state on
  let waiting: (() => void)[] | null = []
  const whenStyled = (act: () => void) => {
    if (waiting === null) act()
    else waiting.push(act)
  }
  map.once('style.load', () => {
    const acts = waiting ?? []
    waiting = null
    for (const act of acts) act()
  })

  const pickAt = (point: { x: number; y: number }, reach: number): PickedFeature[] => {
    const box: [PointLike, PointLike] = [
      [point.x - reach, point.y - reach],
      [point.x + reach, point.y + reach],
    ]
    const layers = map
      .getStyle()
      .layers.filter((layer) => isPickable(layer, pickable))
      .map((layer) => layer.id)
    const points = layers.filter((id) => map.getLayer(id)?.type === 'circle')
    const near = map.queryRenderedFeatures(box, { layers: points })
    const exact = map.queryRenderedFeatures([point.x, point.y], {
      layers: layers.filter((id) => !points.includes(id)),
    })
    return [...near, ...exact]
      .flatMap(toPickedFeatures)
      .filter(
        (each, i, all) => all.findIndex((other) => other.layer === each.layer && other.id === each.id) === i,
      )
  }
  let pointer: { x: number; y: number } | null = null
  let scheduled = false
  const lookUnderPointer = () => {
    scheduled = false
    if (pointer === null || drawing || pickable.length === 0 || map.isMoving() || !map.isStyleLoaded()) return
    const feature = pickAt(pointer, REACH.mouse)[0]
    map.getCanvas().style.cursor = feature ? 'pointer' : ''
    const frame = container.getBoundingClientRect()
    tell('pointed', feature ? { feature, x: frame.left + pointer.x, y: frame.top + pointer.y } : null)
  }
  map.on('mousemove', ({ point, lngLat, originalEvent }) => {
    pointer = { x: point.x, y: point.y }
    if (drawing) tell('moving', { ...pointer, lon: lngLat.lng, lat: lngLat.lat })
    if (scheduled || originalEvent.buttons !== 0) return
    scheduled = true
    requestAnimationFrame(lookUnderPointer)
  })
  map.on('mouseout', () => {
    pointer = null
    tell('pointed', null)
    if (drawing) tell('moving', null)
  })
  map.on('movestart', () => tell('pointed', null))
  map.on('click', ({ point, lngLat, originalEvent }) => {
    const touch = originalEvent instanceof PointerEvent && originalEvent.pointerType === 'touch'
    tell('tapped', { lon: lngLat.lng, lat: lngLat.lat, x: point.x, y: point.y, touch })
    if (pickable.length > 0 && !drawing) tell('picked', pickAt(point, touch ? REACH.touch : REACH.mouse))
  })

  return {
    on,
    setStyle: (next) =>
      whenStyled(() => {
        map.setStyle(next, { diff: true })
        expectFrame()
      }),
    setValues: ({ source, layer }, ids, values) =>
      whenStyled(() => {
        trimPerformanceMarks('map:values')
        trimPerformanceMarks('map:values-set')
        performance.mark('map:values')
        const feature = { source, sourceLayer: layer, id: 0 }
        for (let i = 0; i < ids.length; i++) {
          feature.id = ids[i] ?? 0
          map.setFeatureState(feature, { value: values[i] ?? null })
        }
        performance.measure('map:values-set', 'map:values')
      }),
    setFlag: ({ source, layer }, id, flag, on) =>
      whenStyled(() => map.setFeatureState({ source, sourceLayer: layer, id }, { [flag]: on })),
    refreshTiles: (source, tiles) => map.refreshTiles(source, [...tiles]),
    camera: () => readCamera(map),
    project(lon, lat) {
      const { x, y } = map.project([lon, lat])
      return { x, y }
    },
    move: (target, insets, now) => moveCamera(map, target, insets, now, pitch),
    tilt(next, now) {
      pitch = next
      map.easeTo({ pitch, animate: !now, duration: 900 })
    },
    follow: ({ lon, lat, zoom, bearing }) => {
      map.jumpTo({ center: [lon, lat], zoom, bearing }, { following: true })
    },
    setDrawing(active) {
      drawing = active
      if (active) {
        map.doubleClickZoom.disable()
        map.getCanvas().style.cursor = ''
        tell('pointed', null)
      } else map.doubleClickZoom.enable()
    },
    setGestures({ drag, pinch }) {
      map.dragPan[drag ? 'enable' : 'disable']()
      map.touchZoomRotate[pinch ? 'enable' : 'disable']()
      map.touchZoomRotate.disableRotation()
    },
    pickMiddle(insets) {
      if (!drawing) tell('picked', pickAt(findVisibleMiddle(map, insets), REACH.mouse))
    },
    findMiddle(insets) {
      const { x, y } = findVisibleMiddle(map, insets)
      const { lng, lat } = map.unproject([x, y])
      return { lon: lng, lat }
    },
    async picture(scale) {
      const before = map.getPixelRatio()
      const idle = map.once('idle')
      map.setPixelRatio(scale)
      map.triggerRepaint()
      await idle
      const picture = copyOf(map)
      map.setPixelRatio(before)
      return picture
    },
    pictureNow: () => copyOf(map),
    destroy: () => map.remove(),
  }
}

/** The drawing buffer is only sure to be there right after a frame was drawn. */
function copyOf(map: MapLibreMap): HTMLCanvasElement {
  map.redraw()
  const source = map.getCanvas()
  const copy = document.createElement('canvas')
  copy.width = source.width
  copy.height = source.height
  copy.getContext('2d')?.drawImage(source, 0, 0)
  return copy
}

function tileFailure(event: object): EngineEvents['tileFailed'] | null {
  if (!('tile' in event) || !('sourceId' in event)) return null
  const source = SOURCE_IDS.find((id): id is SourceId => id === event.sourceId)
  const { tileID } = event.tile as { tileID: { canonical: { z: number; x: number; y: number } } }
  if (source === undefined) return null
  const { z, x, y } = tileID.canonical
  const status =
    'error' in event && typeof event.error === 'object' && event.error !== null && 'status' in event.error
      ? event.error.status
      : null
  return { source, tile: { z, x, y }, status: typeof status === 'number' ? status : null }
}

import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { SourceId } from '#shared/layers/city-style.ts'
import type { LayerId } from '#shared/contract/enums.ts'
import type { TileZxy } from '#shared/tiles/encode-tile.ts'
import type { Camera, Insets, CameraTarget } from '../state/map.store.ts'

/** Features of one layer: where their state is kept. */
export interface FeatureSet {
  source: SourceId
  layer: LayerId
}

export interface PickedFeature {
  layer: LayerId
  id: number
  name: string | null
}

export interface PointerPosition {
  lon: number
  lat: number
  x: number
  y: number
}

export interface EngineEvents {
  /** The first frame has been drawn, and the first tiles asked for. */
  started: undefined
  /** The camera has come to rest; `byReader`: a hand on the map, not the page, moved it. */
  moved: { camera: Camera; byReader: boolean }
  /** Everything asked for is drawn. */
  idle: undefined
  /** Something is being moved, loaded or redrawn. */
  busy: undefined
  /** The pointer is over a feature, in pixels of the page; null: over none. */
  pointed: { feature: PickedFeature; x: number; y: number } | null
  /** What lies where the reader clicked, the topmost first. */
  picked: readonly PickedFeature[]
  /** A click or tap anywhere; while somebody draws also the pointer's way over the map, null: it has left. Degrees, and pixels of the map. */
  tapped: PointerPosition & { touch: boolean }
  moving: PointerPosition | null
  /** A frame has been drawn: what is laid over the map moves along. */
  frame: undefined
  /** A tile could not be had. */
  tileFailed: { source: SourceId; tile: TileZxy; status: number | null }
  /** The graphics are gone, and are back: everything but the style has to be said again. */
  lost: undefined
  restored: undefined
}

/** All that the rest of the page asks of a map. The synchroniser knows this and no map library. */
export interface MapEngine {
  on<Name extends keyof EngineEvents>(name: Name, listener: (event: EngineEvents[Name]) => void): () => void
  /** Replaces the style; only what differs is touched. */
  setStyle(style: StyleSpecification): void
  /** The figure by which each feature is coloured. */
  setValues(features: FeatureSet, ids: readonly number[], values: readonly (number | null)[]): void
  setFlag(features: FeatureSet, id: number, flag: 'hover' | 'selected', on: boolean): void
  refreshTiles(source: SourceId, tiles: readonly TileZxy[]): void
  camera(): Camera
  /** Where a place lies on the map, in its pixels. */
  project(lon: number, lat: number): { x: number; y: number }
  move(target: Exclude<CameraTarget, { kind: 'home' }>, insets: Insets, calm: boolean): void
  /** Degrees from looking straight down; moves keep to it. */
  tilt(pitch: number, calm: boolean): void
  /** Looks where another map looks, at once, and says nothing of it: that one does. */
  follow(camera: Camera): void
  /**
   * While drawing, the map reports the pointer's position and picks no features, and a double click does not zoom.
   */
  setDrawing(active: boolean): void
  /** Whether one pointer drags the map, and two move and zoom it. */
  setGestures(gestures: { drag: boolean; pinch: boolean }): void
  /** What lies in the middle of the part of the map that no panel covers. */
  pickMiddle(insets: Insets): void
  /** The position in the middle of the part of the map that no panel covers. Degrees. */
  findMiddle(insets: Insets): { lon: number; lat: number }
  /** The map as it is now, `scale` device pixels to a CSS pixel. */
  picture(scale: number): Promise<HTMLCanvasElement>
  /** The same at once, as large as it is on screen. */
  pictureNow(): HTMLCanvasElement
  destroy(): void
}

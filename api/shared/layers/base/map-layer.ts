import type {
  CircleLayerSpecification,
  ExpressionSpecification,
  FillExtrusionLayerSpecification,
  FillLayerSpecification,
  LineLayerSpecification,
  SymbolLayerSpecification,
} from '@maplibre/maplibre-gl-style-spec'
import type { z } from 'zod'
import type { DetailLevel, LayerId, MapDepth, TerritoryLevel } from '../../contract/enums.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import type { TileLayer } from '../../tiles/encode-tile.ts'
import type { Ramp } from './ramp.ts'
import type { Theme } from './themes.ts'

export const LAYER_BY_LEVEL = {
  district: 'districts',
  street: 'streets',
  community: 'communities',
  grid: 'grids',
} as const satisfies Record<TerritoryLevel, LayerId>

/**
 * Heights of the map from the ground up; inside a slot the order of LAYERS holds. `room` shows nothing: it keeps labels
 * off the markers, since what lies highest is placed first.
 */
export const layerSlots = [
  'land',
  'ground',
  'area',
  'pattern',
  'line',
  'border',
  'highlight',
  'marker',
  'label',
  'room',
] as const
export type LayerSlot = (typeof layerSlots)[number]

/** What the map shows just now: everything a layer's style depends on. */
export interface StyleContext {
  theme: Theme
  detail: DetailLevel
  language: 'zh' | 'en'
  /** Colours the areas of the level in view; the value of each feature is in its feature-state `value`. */
  ramp: Ramp | null
  /** Only themes that have a plate know depth. */
  depth?: MapDepth
}

export type FeatureLayerSpecification =
  | FillLayerSpecification
  | LineLayerSpecification
  | SymbolLayerSpecification
  | CircleLayerSpecification
  | FillExtrusionLayerSpecification

export interface StyleLayer {
  slot: LayerSlot
  /** Source and source layer are filled in by `cityStyle`; `labels` takes the label points instead of the shapes. */
  from?: 'shapes' | 'labels'
  layer: DistributiveOmit<FeatureLayerSpecification, 'source' | 'source-layer'> & { 'source-layer'?: string }
}

export interface LegendEntry {
  /** Key of a text, e.g. `layers.centers.open`. */
  text: string
  symbol: 'area' | 'line' | 'circle' | 'diamond' | 'hatch'
  color: string
  outline?: string
}

export interface MapLayer {
  id: LayerId
  geometry: 'polygon' | 'line' | 'point'
  /** Layers of one source travel in one tile. */
  source: 'base' | 'areas' | 'grids' | 'places'
  /** Tiles exist in this range; closer views overzoom the last. */
  minZoom: number
  maxZoom: number
  /** What a feature of a tile may tell, with the zoom from which on it does. */
  fields: z.ZodObject
  /** Drawn unless the reader switches it off; layers that cannot be switched have null. */
  shown: boolean | null
  /** Rows come from the snapshot; a second tile layer may carry the label points. */
  tileLayers(city: CitySnapshot, zoom: number): TileLayer[]
  style(context: StyleContext): StyleLayer[]
  legend(theme: Theme): LegendEntry[]
  /** Fields of the side panel, in order; `pages` look the texts up by `fields.<name>`. */
  popup: readonly string[]
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

export type ZoomStops = [first: [zoom: number, value: number], ...more: [zoom: number, value: number][]]

/** Like `byZoom`, but as things on the ground grow: half the change lies in the last zoom before a stop. */
export function interpolateExponentiallyByZoom(...[first, ...more]: ZoomStops): ExpressionSpecification {
  return ['interpolate', ['exponential', 2], ['zoom'], ...first, ...more.flat()]
}

/** Grows with the zoom between the given stops: `[zoom, value], …`. */
export function interpolateByZoom(...[first, ...more]: ZoomStops): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...first, ...more.flat()]
}

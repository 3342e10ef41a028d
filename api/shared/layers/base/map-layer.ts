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
 * Slots of the style from bottom to top; inside a slot the order of LAYERS applies. `room` draws nothing: it
 * keeps labels off the markers, because labels of the top layer are placed first.
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

/** Everything that the style of a layer depends on. */
export interface StyleContext {
  theme: Theme
  detail: DetailLevel
  language: 'zh' | 'en'
  /** Colours of the areas of the level in view; the value of each feature is its feature-state `value`. */
  ramp: Ramp | null
  /** Only for themes with a plate. */
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
  /**
   * `buildCityStyle` fills in source and source layer; `labels` selects the label points instead of the
   * shapes.
   */
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
  /** Layers with the same source share tiles. */
  source: 'base' | 'areas' | 'grids' | 'buildings' | 'places'
  /** Tiles exist in this range; closer views overzoom the last. */
  minZoom: number
  maxZoom: number
  /** Tags of a feature in the tiles, with the zoom from which on they are present. */
  fields: z.ZodObject
  /** Initial visibility; null: cannot be switched. */
  shown: boolean | null
  /** Returns the layers of a tile from the snapshot; a second one may contain the label points. */
  tileLayers(city: CitySnapshot, zoom: number): TileLayer[]
  style(context: StyleContext): StyleLayer[]
  legend(theme: Theme): LegendEntry[]
  /** Fields of the side panel, in order; `fields.<name>` is the key of the label. */
  popup: readonly string[]
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

export type ZoomStops = [first: [zoom: number, value: number], ...more: [zoom: number, value: number][]]

/**
 * As `interpolateByZoom`, but exponential like the scale of the map: half the change is in the last zoom
 * before a stop.
 */
export function interpolateExponentiallyByZoom(...[first, ...more]: ZoomStops): ExpressionSpecification {
  return ['interpolate', ['exponential', 2], ['zoom'], ...first, ...more.flat()]
}

/** Interpolates linearly between the stops `[zoom, value], …`. */
export function interpolateByZoom(...[first, ...more]: ZoomStops): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...first, ...more.flat()]
}

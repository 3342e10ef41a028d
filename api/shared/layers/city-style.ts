import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { type Basemap, buildBasemapLayer, buildBasemapSource } from './basemap.ts'
import {
  type FeatureLayerSpecification,
  type MapLayer,
  layerSlots,
  type StyleContext,
} from './base/map-layer.ts'
import type { LayerId } from '../contract/enums.ts'
import { LAYERS } from './layers.ts'

export const SOURCE_IDS = ['base', 'areas', 'grids', 'buildings', 'places'] as const
export type SourceId = (typeof SOURCE_IDS)[number]

export interface CityStyleOptions extends StyleContext {
  /** Returns the URL template of the tiles of some layers, with `{z}/{x}/{y}`. */
  tiles: (layers: readonly LayerId[]) => string
  /** [west, south, east, north] in degrees: no tile of the city is requested outside; the sea continues. */
  bounds: [number, number, number, number]
  attribution: string
  /** Below all areas; not on wall displays, where the city is drawn as a plate on black. */
  basemap?: Basemap | null
  /** Layers switched off by the user. */
  hidden: ReadonlySet<LayerId>
}

/** Builds the MapLibre style of the whole map from the declarations of the layers. */
export function buildCityStyle(options: CityStyleOptions): StyleSpecification {
  const { theme } = options
  const basemap = theme.basemap === null ? null : (options.basemap ?? null)
  return {
    version: 8,
    name: `city-${theme.id}`,
    sources: {
      ...(basemap === null ? {} : { basemap: buildBasemapSource(basemap) }),
      ...Object.fromEntries(
        SOURCE_IDS.map((source) => {
          const layers = LAYERS.filter((layer) => layer.source === source)
          return [
            source,
            {
              type: 'vector',
              tiles: [options.tiles(layers.map((layer) => layer.id))],
              minzoom: Math.min(...layers.map((layer) => layer.minZoom)),
              maxzoom: Math.max(...layers.map((layer) => layer.maxZoom)),
              ...(source === 'base' ? {} : { bounds: options.bounds }),
              attribution: options.attribution,
            },
          ]
        }),
      ),
    },
    layers: [
      { id: 'outside', type: 'background', paint: { 'background-color': theme.outside } },
      ...layerSlots.flatMap((slot) => [
        ...(slot === 'area' && basemap !== null && theme.basemap !== null
          ? [buildBasemapLayer(basemap, theme.basemap)]
          : []),
        ...LAYERS.filter((layer) => !options.hidden.has(layer.id)).flatMap((layer) =>
          styleLayers(layer, options)
            .filter((styled) => styled.slot === slot)
            .map((styled) => styled.layer),
        ),
      ]),
    ],
  }
}

function styleLayers(
  layer: MapLayer,
  context: StyleContext,
): { slot: string; layer: FeatureLayerSpecification }[] {
  return layer.style(context).map(({ slot, from, layer: styled }) => ({
    slot,
    layer: {
      'source-layer': from === 'labels' ? `${layer.id}_label` : layer.id,
      source: layer.source,
      ...styled,
    },
  }))
}

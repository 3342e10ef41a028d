import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { MapGeoJSONFeature } from 'maplibre-gl'
import { isLayerId } from '#shared/layers/layers.ts'
import type { PickedFeature } from './engine.ts'

/** Whether features of the layer can be pointed at. `pickable`: names of source layers. */
export function isPickable(
  layer: StyleSpecification['layers'][number],
  pickable: readonly string[],
): boolean {
  return (
    (layer.type === 'fill' || layer.type === 'circle') &&
    'source-layer' in layer &&
    pickable.includes(layer['source-layer'] ?? '') &&
    !layer.id.endsWith('-land')
  )
}

/** Returns the feature as others know it, as a list of one; an empty list: a feature of no layer of ours. */
export function toPickedFeatures({ sourceLayer, id, properties }: MapGeoJSONFeature): PickedFeature[] {
  if (sourceLayer === undefined || !isLayerId(sourceLayer) || typeof id !== 'number') return []
  const { name } = properties as Record<string, unknown>
  return [{ layer: sourceLayer, id, name: typeof name === 'string' ? name : null }]
}

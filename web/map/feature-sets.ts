import { LAYER_BY_LEVEL, type LayerId, type TerritoryLevel } from '#shared/layers/base/map-layer.ts'
import { getMapLayer } from '#shared/layers/layers.ts'
import type { FeatureSet } from './engine.ts'

export function getFeatureSet(layer: LayerId): FeatureSet {
  return { source: getMapLayer(layer).source, layer }
}

export function getLevelFeatureSet(level: TerritoryLevel): FeatureSet {
  return getFeatureSet(LAYER_BY_LEVEL[level])
}

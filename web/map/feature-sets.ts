import { LAYER_BY_LEVEL } from '#shared/layers/base/map-layer.ts'
import type { LayerId, TerritoryLevel } from '#shared/contract/enums.ts'
import { getMapLayer } from '#shared/layers/layers.ts'
import type { FeatureSet } from './engine.ts'

export function getFeatureSet(layer: LayerId): FeatureSet {
  return { source: getMapLayer(layer).source, layer }
}

export function getLevelFeatureSet(level: TerritoryLevel): FeatureSet {
  return getFeatureSet(LAYER_BY_LEVEL[level])
}

import { LAYER_OF_LEVEL, type LayerId, type Level } from '#shared/layers/layer.ts'
import { layerOf } from '#shared/layers/layers.ts'
import type { FeatureSet } from './engine.ts'

export function featuresOf(layer: LayerId): FeatureSet {
  return { source: layerOf(layer).source, layer }
}

export function featuresOfLevel(level: Level): FeatureSet {
  return featuresOf(LAYER_OF_LEVEL[level])
}

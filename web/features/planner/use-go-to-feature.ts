import { useMap } from '../../state/map.store.ts'
import { type FeatureRef, useSelection } from '../../state/selection.store.ts'

/** Chooses a feature and brings it into view. */
export function useGoToFeature() {
  const map = useMap()
  const selection = useSelection()
  return async (feature: FeatureRef): Promise<void> => {
    await selection.choose(feature)
    const box = selection.known?.box
    if (box) map.goTo({ kind: 'box', box, maxZoom: box[0] === box[2] ? 15 : 16 })
  }
}

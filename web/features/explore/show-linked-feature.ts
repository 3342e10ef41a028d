import { type ShallowRef, watch } from 'vue'
import type { MapEngine } from '../../map/engine.ts'
import { useMap } from '../../state/map.store.ts'
import { isSameFeature, useSelection } from '../../state/selection.store.ts'

/** Shows the feature of a link that names one and no view of the map, once both are there. */
export function showLinkedFeature(engine: ShallowRef<MapEngine | null>, show: () => void): void {
  const map = useMap()
  const selection = useSelection()
  const linked = selection.chosen
  if (linked === null || map.camera !== null) return
  const stop = watch([engine, () => selection.known], ([ready, known]) => {
    if (ready === null || known === null) return
    stop()
    if (map.home && isSameFeature(linked, selection.chosen)) show()
  })
}

import { useMap } from './map.store.ts'
import { type FeatureRef, useSelection } from './selection.store.ts'

/** The closest zooms at which a page shows a chosen feature. */
export interface ZoomLimits {
  /** A point is shown with the streets around it. */
  point: number
  area: number
}

/** Chooses features and moves the map to them. */
export function useFeatureNavigation({ point, area }: ZoomLimits) {
  const map = useMap()
  const selection = useSelection()

  /** Moves the map to the chosen feature. `jump`: without an animation. */
  function showSelection({ jump = false } = {}): void {
    const box = selection.known?.box
    if (!box) return
    const isPoint = box[0] === box[2] && box[1] === box[3]
    map.goTo({ kind: 'box', box, maxZoom: isPoint ? point : area, jump })
  }

  /** Chooses a feature and moves the map to it. */
  async function goToFeature(feature: FeatureRef): Promise<void> {
    await selection.choose(feature)
    showSelection()
  }

  /** Clears the selection and shows the whole city. */
  async function goHome(): Promise<void> {
    map.goTo({ kind: 'home' })
    await selection.choose(null)
  }

  return { goToFeature, showSelection, goHome }
}

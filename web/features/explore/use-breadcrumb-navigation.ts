import type { UnitPathItem } from '#shared/contract/city/city.ts'
import { LAYER_BY_LEVEL } from '#shared/layers/base/map-layer.ts'
import { useMap } from '../../state/map.store.ts'
import { type FeatureRef, useSelection } from '../../state/selection.store.ts'

/** A point is shown with the streets around it, not as close as the map can get. */
const POINT_ZOOM = 15
const AREA_ZOOM = 17

/** Going to places: choosing what to look at and moving the map there. */
export function useBreadcrumbNavigation() {
  const map = useMap()
  const selection = useSelection()

  async function open(feature: FeatureRef): Promise<void> {
    await selection.choose(feature)
    centre()
  }

  /** Brings what is chosen into view. */
  function centre(): void {
    const box = selection.known?.box
    if (!box) return
    const isPoint = box[0] === box[2] && box[1] === box[3]
    map.goTo({ kind: 'box', box, maxZoom: isPoint ? POINT_ZOOM : AREA_ZOOM })
  }

  async function home(): Promise<void> {
    map.goTo({ kind: 'home' })
    await selection.choose(null)
  }

  /** One level up; from a district to the whole city. */
  async function up(): Promise<void> {
    const { known } = selection
    if (known === null) return
    const above = findParentStep(known.path, known.code)
    if (above === undefined) await home()
    else await open({ layer: LAYER_BY_LEVEL[above.level], code: above.code })
  }

  return { open, centre, home, up }
}

/** The narrowest unit around a feature; a unit's own path ends with itself. */
export function findParentStep(path: readonly UnitPathItem[], code: string | null): UnitPathItem | undefined {
  return path.findLast((step) => step.code !== code)
}

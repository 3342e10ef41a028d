import type { UnitPathItem } from '#shared/contract/city/features.ts'
import { LAYER_BY_LEVEL } from '#shared/layers/base/map-layer.ts'
import { useSelection } from '../../state/selection.store.ts'
import { useFeatureNavigation } from '../../state/use-feature-navigation.ts'

/** Navigation between features and along the path of the chosen one. */
export function useBreadcrumbNavigation() {
  const selection = useSelection()
  const {
    goToFeature: open,
    showSelection: centre,
    goHome: home,
  } = useFeatureNavigation({ point: 15, area: 17 })

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

/** Returns the smallest unit around a feature. The path of a unit ends with the unit itself. */
export function findParentStep(path: readonly UnitPathItem[], code: string | null): UnitPathItem | undefined {
  return path.findLast((step) => step.code !== code)
}

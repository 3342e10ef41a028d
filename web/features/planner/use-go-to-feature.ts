import { useFeatureNavigation } from '../../state/use-feature-navigation.ts'

/** Chooses a feature and moves the map to it, with the zoom limits of the coverage analysis. */
export const useGoToFeature = () => useFeatureNavigation({ point: 15, area: 16 }).goToFeature

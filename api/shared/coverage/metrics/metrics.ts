import { formatMetricVersion, type Metric } from './metric.ts'
import { enhancedTwoStepFcaAccess, twoStepFcaAccess } from './accessibility.ts'
import { branchShare } from './branch-share.ts'
import { communityType } from './community-type.ts'
import { centerMetres, serviceMetres, stationMetres } from './distance-metrics.ts'
import { gapClass } from './gap-class.ts'
import { householdsPerGrid } from './households-per-grid.ts'
import { overloadedShare } from './overloaded-share.ts'
import { premisesArea, premisesLoad } from './premises-load.ts'
import { reachClass } from './reach-class.ts'
import { residentsPerKm2 } from './residents-per-km2.ts'
import { serviceMinutes } from './service-minutes.ts'
import { serviceShare } from './service-share.ts'
import { sitingReach } from './siting-reach.ts'
import { standardShare } from './standard-share.ts'
import { workShare } from './work-share.ts'
import { workersPerGrid } from './workers-per-grid.ts'

/** The metrics of the menu, in its order. */
export const METRICS: readonly Metric[] = [
  gapClass,
  branchShare,
  workShare,
  serviceShare,
  reachClass,
  serviceMinutes,
  serviceMetres,
  stationMetres,
  centerMetres,
  premisesLoad,
  premisesArea,
  overloadedShare,
  standardShare,
  twoStepFcaAccess,
  enhancedTwoStepFcaAccess,
  communityType,
  householdsPerGrid,
  workersPerGrid,
  residentsPerKm2,
]

/** Metrics for pages that have the data for them; not in the menu. */
export const UNLISTED_METRICS: readonly Metric[] = [sitingReach]

/** Versions of all metrics, for the provenance of the data from which they are computed. */
export const METRICS_VERSION = METRICS.map(formatMetricVersion).join()

/** Returns the metric of the menu with the id. */
export function findMetric(id: string): Metric | undefined {
  return METRICS.find((metric) => metric.id === id)
}

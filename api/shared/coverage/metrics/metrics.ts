import type { Metric } from './metric.ts'
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

/** Everything the map can be coloured by, in the order of the menu. */
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

/** What only a page shows that has the data for it: in no menu. */
export const UNLISTED_METRICS: readonly Metric[] = [sitingReach]

/** The same data give the same figures as long as this is the same. */
export const METRICS_VERSION = METRICS.map(({ id, version }) => `${id}@${version}`).join()

export function findMetric(id: string): Metric | undefined {
  return METRICS.find((metric) => metric.id === id)
}

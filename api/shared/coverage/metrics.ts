import type { Metric } from './metric.ts'
import { enhancedAccess, twoStepAccess } from './metrics/accessibility.ts'
import { branchShare } from './metrics/branch-share.ts'
import { communityType } from './metrics/community-type.ts'
import { centerMetres, serviceMetres, stationMetres } from './metrics/distance-metrics.ts'
import { gapClass } from './metrics/gap-class.ts'
import { householdsPerGrid } from './metrics/households-per-grid.ts'
import { overloadedShare } from './metrics/overloaded-share.ts'
import { placeArea, placeLoad } from './metrics/place-load.ts'
import { reachClass } from './metrics/reach-class.ts'
import { residentsPerKm2 } from './metrics/residents-per-km2.ts'
import { serviceMinutes } from './metrics/service-minutes.ts'
import { serviceShare } from './metrics/service-share.ts'
import { sitingReach } from './metrics/siting-reach.ts'
import { standardShare } from './metrics/standard-share.ts'
import { workShare } from './metrics/work-share.ts'
import { workersPerGrid } from './metrics/workers-per-grid.ts'

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
  placeLoad,
  placeArea,
  overloadedShare,
  standardShare,
  twoStepAccess,
  enhancedAccess,
  communityType,
  householdsPerGrid,
  workersPerGrid,
  residentsPerKm2,
]

/** What only a page shows that has the data for it: in no menu. */
export const PAGE_METRICS: readonly Metric[] = [sitingReach]

/** The same data give the same figures as long as this is the same. */
export const METRICS_VERSION = METRICS.map(({ id, version }) => `${id}@${version}`).join()

export function metricOf(id: string): Metric | undefined {
  return METRICS.find((metric) => metric.id === id)
}

import type { Metric } from './metric.ts'
import { branchShare } from './metrics/branch-share.ts'
import { communityType } from './metrics/community-type.ts'
import { householdsPerGrid } from './metrics/households-per-grid.ts'
import { residentsPerKm2 } from './metrics/residents-per-km2.ts'
import { workersPerGrid } from './metrics/workers-per-grid.ts'

/** Everything the map can be coloured by, in the order of the menu. */
export const METRICS: readonly Metric[] = [communityType, branchShare, householdsPerGrid, workersPerGrid, residentsPerKm2]

export function metricOf(id: string): Metric | undefined {
  return METRICS.find((metric) => metric.id === id)
}

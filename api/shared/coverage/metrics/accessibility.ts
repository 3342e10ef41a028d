import type { Metric } from './metric.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/**
 * Capacity in households per 100 sharing households: two-step floating catchment area, without decay and with
 * decay over the three walking circles.
 */
export const [twoStepFcaAccess, enhancedTwoStepFcaAccess] = [
  access('access-2sfca', ({ reach }) => reach.twoStep),
  access('access-e2sfca', ({ reach }) => reach.enhanced),
]

function access(id: string, of: (table: CoverageTable) => ArrayLike<number>): Metric {
  return {
    id,
    version: 3,
    format: 'decimal',
    palette: 'green',
    first: 'lowest',
    breaks: [1, 50, 100, 200],
    needsReach: true,
    sum: 'mean',
    weight: 'households',
    ofGrids: (table) => Float64Array.from(of(table), (value) => value * 100),
  }
}

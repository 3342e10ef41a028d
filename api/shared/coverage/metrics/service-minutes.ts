import { getSpeed } from '../reach/reach-limits.ts'
import { listRuralGrids } from '../table/coverage-table.ts'
import { farthestIfUnreached } from './distance-metrics.ts'
import type { Metric } from './metric.ts'

/** Minutes on foot, or in the country by electric bicycle, to the nearest premises; Infinity if there is no way. */
export const serviceMinutes: Metric = {
  id: 'service-minutes',
  version: 2,
  format: 'minutes',
  palette: 'near',
  first: 'highest',
  breaks: [5, 10, 15, 30],
  needsReach: true,
  plannedScope: 'urban',
  sum: 'median',
  weight: 'households',
  ofGrids: (table) => {
    const rural = listRuralGrids(table)
    return Float64Array.from(
      table.reach.metres,
      (metres, grid) => farthestIfUnreached(metres) / getSpeed(table.options, rural[grid] === 1),
    )
  },
}

import { numberAt } from '../../geometry/at.ts'
import { getSpeed } from '../reach/reach-limits.ts'
import { computeByPoint, listRuralGrids, spreadToPoints } from '../table/coverage-table.ts'
import { farthestIfUnreached } from './distance-metrics.ts'
import type { Metric } from './metric.ts'

/** Minutes on foot, or in the country by electric bicycle, to the nearest premises; Infinity if there is no way. */
export const serviceMinutes: Metric = {
  id: 'service-minutes',
  version: 3,
  format: 'minutes',
  palette: 'near',
  first: 'highest',
  breaks: [5, 10, 15, 30],
  needsReach: true,
  plannedScope: 'urban',
  sum: 'median',
  weight: 'households',
  ofPoints: (table) => {
    const rural = spreadToPoints(table, listRuralGrids(table))
    return computeByPoint(
      table,
      (point) =>
        farthestIfUnreached(numberAt(table.points.metres, point)) /
        getSpeed(table.options, rural[point] === 1),
    )
  },
}

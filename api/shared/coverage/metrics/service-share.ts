import { float64At, numberAt } from '../../geometry/at.ts'
import type { Metric } from './metric.ts'
import { computeByPoint, listPointLimits } from '../table/coverage-table.ts'

/** Service coverage: share of households with premises within the minutes of the options. */
export const serviceShare: Metric = {
  id: 'service-share',
  version: 3,
  format: 'share',
  palette: 'good',
  first: 'lowest',
  breaks: [0.25, 0.5, 0.75, 0.95],
  needsReach: true,
  plannedScope: 'urban',
  sum: 'share',
  weight: 'households',
  ofPoints: (table) => {
    const limits = listPointLimits(table)
    return computeByPoint(table, (point) =>
      Number(numberAt(table.points.metres, point) <= float64At(limits, point)),
    )
  },
}

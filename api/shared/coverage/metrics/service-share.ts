import { float64At } from '../../geometry/at.ts'
import type { Metric } from './metric.ts'
import { listReachLimits } from '../table/coverage-table.ts'

/** Service coverage: share of grids with premises within the minutes of the options. */
export const serviceShare: Metric = {
  id: 'service-share',
  version: 2,
  format: 'share',
  palette: 'good',
  first: 'lowest',
  breaks: [0.25, 0.5, 0.75, 0.95],
  yesNoOfGrid: true,
  needsReach: true,
  plannedScope: 'urban',
  sum: 'share',
  weight: 'households',
  ofGrids: (table) => {
    const limits = listReachLimits(table)
    return Uint8Array.from(table.reach.metres, (metres, grid) => Number(metres <= float64At(limits, grid)))
  },
}

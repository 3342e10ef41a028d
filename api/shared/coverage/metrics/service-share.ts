import type { Metric } from './metric.ts'
import { computeReachLimitMetres } from '../table/coverage-table.ts'

/** Service coverage: share of grids with premises within the minutes of the options. */
export const serviceShare: Metric = {
  id: 'service-share',
  version: 1,
  format: 'share',
  palette: 'good',
  first: 'lowest',
  breaks: [0.25, 0.5, 0.75, 0.95],
  yesNoOfGrid: true,
  needsReach: true,
  sum: 'share',
  weight: 'households',
  ofGrids: ({ reach, options }) =>
    Uint8Array.from(reach.metres, (metres) => Number(metres <= computeReachLimitMetres(options))),
}

import { flagOverloadedGrids } from '../gaps/classify-gaps.ts'
import type { Metric } from './metric.ts'

/** Share of grids that are reached, but by premises above their capacity. */
export const overloadedShare: Metric = {
  id: 'overloaded-share',
  version: 2,
  format: 'share',
  palette: 'lacking',
  first: 'highest',
  breaks: [0.05, 0.1, 0.25, 0.5],
  yesNoOfGrid: true,
  needsReach: true,
  plannedScope: 'urban',
  sum: 'share',
  weight: 'households',
  ofGrids: flagOverloadedGrids,
}

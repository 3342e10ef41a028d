import { flagOverloadedGrids } from '../gaps/classify-gaps.ts'
import type { Metric } from './metric.ts'

/** Reached, but by a place that serves more households than it has room for. */
export const overloadedShare: Metric = {
  id: 'overloaded-share',
  version: 1,
  format: 'share',
  palette: 'lacking',
  breaks: [0.05, 0.1, 0.25, 0.5],
  yesNoOfGrid: true,
  needsReach: true,
  sum: 'share',
  weight: 'households',
  ofGrids: flagOverloadedGrids,
}

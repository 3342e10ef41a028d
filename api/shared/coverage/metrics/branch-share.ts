import type { Metric } from './metric.ts'

/** Organisation coverage: share of grids that have a branch (网格党支部). */
export const branchShare: Metric = {
  id: 'branch-share',
  version: 2,
  format: 'share',
  palette: 'good',
  first: 'lowest',
  breaks: [0.7, 0.85, 0.9, 0.95],
  yesNoOfGrid: true,
  needsReach: false,
  sum: 'share',
  weight: 'grids',
  ofGrids: ({ grids }) => grids.branch,
}

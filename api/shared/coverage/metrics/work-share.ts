import type { Metric } from './metric.ts'

/** Work coverage: share of grids that have at least one grid worker. */
export const workShare: Metric = {
  id: 'work-share',
  version: 1,
  format: 'share',
  palette: 'good',
  first: 'lowest',
  breaks: [0.7, 0.85, 0.9, 0.95],
  yesNoOfGrid: true,
  needsReach: false,
  sum: 'share',
  weight: 'grids',
  ofGrids: ({ grids }) => Uint8Array.from(grids.workers, (workers) => Number(workers >= 1)),
}

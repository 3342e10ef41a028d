import type { Metric } from './metric.ts'

/** Full-time and part-time workers per grid; below one a worker is missing. */
export const workersPerGrid: Metric = {
  id: 'workers-per-grid',
  version: 1,
  format: 'decimal',
  palette: 'green',
  first: 'lowest',
  breaks: [1, 1.2, 1.5, 2],
  needsReach: false,
  sum: 'ratio',
  numerator: ({ grids }) => grids.workers,
  denominator: () => null,
}

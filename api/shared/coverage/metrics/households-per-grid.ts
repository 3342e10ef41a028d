import type { Metric } from './metric.ts'

/** Households of a grid; the breaks are the limits of the usual range of 300–500 households. */
export const householdsPerGrid: Metric = {
  id: 'households-per-grid',
  version: 1,
  format: 'number',
  palette: 'blue',
  first: 'highest',
  breaks: [100, 200, 300, 500],
  needsReach: false,
  sum: 'ratio',
  numerator: ({ grids }) => grids.households,
  denominator: () => null,
}

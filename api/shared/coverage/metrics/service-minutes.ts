import { farthestIfUnreached } from './distance-metrics.ts'
import type { Metric } from './metric.ts'

/** Minutes of walking to the nearest premises; Infinity if there is no way. */
export const serviceMinutes: Metric = {
  id: 'service-minutes',
  version: 2,
  format: 'minutes',
  palette: 'near',
  first: 'highest',
  breaks: [5, 10, 15, 30],
  needsReach: true,
  sum: 'median',
  weight: 'households',
  ofGrids: ({ reach, options }) =>
    Float64Array.from(reach.metres, (metres) => farthestIfUnreached(metres) / options.speed),
}

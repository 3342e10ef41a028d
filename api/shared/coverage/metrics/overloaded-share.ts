import { flagOverloadedPoints } from '../gaps/classify-gaps.ts'
import type { Metric } from './metric.ts'

/** Share of households that are reached, but by premises above their capacity. */
export const overloadedShare: Metric = {
  id: 'overloaded-share',
  version: 3,
  format: 'share',
  palette: 'lacking',
  first: 'highest',
  breaks: [0.05, 0.1, 0.25, 0.5],
  needsReach: true,
  plannedScope: 'urban',
  sum: 'share',
  weight: 'households',
  ofPoints: flagOverloadedPoints,
}

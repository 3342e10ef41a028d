import { numberAt } from '../../geometry/at.ts'
import type { Metric } from './metric.ts'

/** Share of households in a community whose premises meet the standard (达标). */
export const standardShare: Metric = {
  id: 'standard-share',
  version: 2,
  format: 'share',
  palette: 'good',
  first: 'lowest',
  breaks: [0.25, 0.5, 0.75, 0.95],
  yesNoOfGrid: true,
  needsReach: true,
  sum: 'share',
  weight: 'households',
  ofGrids: ({ grids, communities: { failings } }) =>
    Float64Array.from({ length: grids.count }, (_, grid) =>
      numberAt(grids.community, grid) < 0 ? NaN : Number(failings[numberAt(grids.community, grid)] === 0),
    ),
}

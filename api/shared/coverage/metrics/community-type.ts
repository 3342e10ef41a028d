import { numberAt } from '../../geometry/at.ts'
import { communityTypes } from '../../contract/enums.ts'
import type { Metric } from './metric.ts'

/** Type of the community; for a larger unit the type with the most households. */
export const communityType: Metric = {
  id: 'community-type',
  version: 2,
  format: 'class',
  palette: 'types',
  first: 'highest',
  classes: communityTypes,
  needsReach: false,
  sum: 'class',
  weight: 'households',
  ofGrids: ({ grids, communities }) =>
    Float64Array.from({ length: grids.count }, (_, grid) => {
      const type =
        numberAt(grids.community, grid) < 0 ? -1 : numberAt(communities.type, numberAt(grids.community, grid))
      return type < 0 ? NaN : type
    }),
}

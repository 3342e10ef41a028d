import { numberAt } from '../../geometry/at.ts'
import { pickFloat64, pickInt32, pickUint8 } from '../../geometry/pick-rows.ts'
import { averagePoints, findMedianPoints } from '../demand/summarise-points.ts'
import { type DemandPoints, sortPointsByGrid } from '../demand/demand-points.ts'
import type { Reach } from '../reach/measure-reach.ts'
import type { CoverageTable, GridReach } from './coverage-table.ts'

/** Returns the demand points with their reach in the order of their grids. */
export function arrangePoints(
  { grid, weight, households }: DemandPoints,
  grids: number,
  reach: Reach,
): CoverageTable['points'] {
  const { start, order } = sortPointsByGrid(grid, grids)
  return {
    count: order.length,
    start,
    weight: pickInt32(weight, order),
    households: pickInt32(households, order),
    nearest: pickInt32(reach.nearest, order),
    metres: pickFloat64(reach.metres, order),
    stationMetres: pickFloat64(reach.stationMetres, order),
    centerMetres: pickFloat64(reach.centerMetres, order),
    relieved: pickUint8(reach.relieved, order),
  }
}

/** Returns the means of a column of demand points by grid. */
export function averageByGrid(
  { grid, weight }: Pick<DemandPoints, 'grid' | 'weight'>,
  grids: number,
  values: Float64Array,
): Float64Array {
  const { start, order } = sortPointsByGrid(grid, grids)
  const { means } = averagePoints({ start, weight: pickInt32(weight, order) }, pickFloat64(values, order))
  return means.map((value) => Math.round(value * 1e6) / 1e6)
}

/** Returns the distances of each grid: those of the points in the middle. */
export function summariseDistances(
  points: CoverageTable['points'],
): Pick<GridReach, 'nearest' | 'metres' | 'stationMetres' | 'centerMetres'> {
  const median = findMedianPoints(points, points.metres)
  const medianOf = (values: ArrayLike<number>) =>
    Float64Array.from(findMedianPoints(points, values), (point) => numberAt(values, point))
  return {
    nearest: Int32Array.from(median, (point) => numberAt(points.nearest, point)),
    metres: Float64Array.from(median, (point) => numberAt(points.metres, point)),
    stationMetres: medianOf(points.stationMetres),
    centerMetres: medianOf(points.centerMetres),
  }
}

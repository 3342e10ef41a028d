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

/**
 * Returns the reach of each grid: distances of the points in the middle, and means of the accessibility.
 *
 * @param reach of the same points, in the order of `demand`
 */
export function summariseReach(
  points: CoverageTable['points'],
  { grid }: Pick<DemandPoints, 'grid'>,
  reach: Pick<Reach, 'twoStep' | 'enhanced'>,
): GridReach {
  const { order } = sortPointsByGrid(grid, points.start.length - 1)
  const average = (values: Float64Array) =>
    averagePoints(points, pickFloat64(values, order)).means.map((value) => Math.round(value * 1e6) / 1e6)
  return {
    ...summariseDistances(points),
    twoStep: average(reach.twoStep),
    enhanced: average(reach.enhanced),
  }
}

/** Returns the distances of each grid: those of the points in the middle. */
export function summariseDistances(
  points: CoverageTable['points'],
): Pick<GridReach, 'nearest' | 'metres' | 'stationMetres' | 'centerMetres'> {
  const median = Uint32Array.from(findMedianPoints(points, points.metres))
  const pickMedians = (values: Float64Array) =>
    pickFloat64(values, Uint32Array.from(findMedianPoints(points, values)))
  return {
    nearest: pickInt32(points.nearest, median),
    metres: pickFloat64(points.metres, median),
    stationMetres: pickMedians(points.stationMetres),
    centerMetres: pickMedians(points.centerMetres),
  }
}

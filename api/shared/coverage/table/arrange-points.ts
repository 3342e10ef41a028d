import { pickFloat64, pickInt32, pickUint8 } from '../../geometry/pick-rows.ts'
import { averagePoints, findMedianPoints } from '../demand/summarise-points.ts'
import { type DemandPoints, sortPointsByGrid } from '../demand/demand-points.ts'
import type { Reach } from '../reach/measure-reach.ts'
import type { CoverageTable, GridReach } from './coverage-table.ts'
import { createLazyColumns } from '../lazy-columns.ts'

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

type GridDistances = Pick<GridReach, 'nearest' | 'metres' | 'stationMetres' | 'centerMetres'>
type GridAccess = Pick<GridReach, 'twoStep' | 'enhanced'>

/** Returns the distances of each grid, those of the points in the middle; each column is computed on first use. */
export function summariseDistances(points: CoverageTable['points']): GridDistances {
  return createLazyColumns(computersOfDistances(points))
}

/**
 * Returns the reach of each grid: distances of the points in the middle, and means of the accessibility; each column is
 * computed on first use.
 *
 * @param reach of the same points, in the order of `demand`
 */
export function summariseReach(
  points: CoverageTable['points'],
  { grid }: Pick<DemandPoints, 'grid'>,
  reach: Pick<Reach, keyof GridAccess>,
): GridReach {
  const { order } = sortPointsByGrid(grid, points.start.length - 1)
  const average = (values: Float64Array) =>
    averagePoints(points, pickFloat64(values, order)).means.map((value) => Math.round(value * 1e6) / 1e6)
  return createLazyColumns<GridReach>({
    ...computersOfDistances(points),
    twoStep: () => average(reach.twoStep),
    enhanced: () => average(reach.enhanced),
  })
}

/** Functions that compute the distances of each grid. */
function computersOfDistances(points: CoverageTable['points']) {
  const findMedians = (values: Float64Array) => Uint32Array.from(findMedianPoints(points, values))
  let median: Uint32Array | undefined
  const findMiddles = () => (median ??= findMedians(points.metres))
  return {
    nearest: () => pickInt32(points.nearest, findMiddles()),
    metres: () => pickFloat64(points.metres, findMiddles()),
    stationMetres: () => pickFloat64(points.stationMetres, findMedians(points.stationMetres)),
    centerMetres: () => pickFloat64(points.centerMetres, findMedians(points.centerMetres)),
  }
}

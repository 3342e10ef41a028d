import { float64At, numberAt } from '../../geometry/at.ts'
import { averagePoints } from '../demand/summarise-points.ts'
import {
  computeByPoint,
  type CoverageTable,
  listPointLimits,
  listReachLimits,
} from '../table/coverage-table.ts'

/** Returns the index in `gapClasses` of each grid. It is reached where at least half of its households are. */
export function classifyGaps(table: CoverageTable): Uint8Array {
  const { grids, reach } = table
  const limits = listReachLimits(table)
  return Uint8Array.from({ length: grids.count }, (_, grid) => {
    const organised = grids.branch[grid] === 1
    // NaN (unreachable) compares as false
    const served = numberAt(reach.metres, grid) <= float64At(limits, grid)
    return organised ? (served ? 0 : 1) : served ? 2 : 3
  })
}

/**
 * Returns 1 for each point whose nearest premises within reach serve more households than their capacity, and
 * that has no other premises with room within the limit; 0 otherwise, or if the capacity is unknown.
 */
export function flagOverloadedPoints(table: CoverageTable): Float64Array {
  const { points, places } = table
  const limits = listPointLimits(table)
  return computeByPoint(table, (point) => {
    const place = numberAt(points.nearest, point)
    return Number(
      place >= 0 &&
        place < places.count && // planned sites have no row
        numberAt(points.metres, point) <= float64At(limits, point) &&
        points.relieved[point] !== 1 &&
        float64At(places.load, place) > numberAt(places.capacity, place),
    )
  })
}

/** Returns 1 for each grid of which at least half of the households are at overloaded points. */
export function flagOverloadedGrids(table: CoverageTable): Uint8Array {
  return Uint8Array.from(averagePoints(table.points, flagOverloadedPoints(table)).means, (share) =>
    Number(share >= 0.5),
  )
}

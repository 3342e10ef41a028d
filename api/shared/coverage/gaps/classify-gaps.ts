import { float64At, numberAt } from '../../geometry/at.ts'
import { type CoverageTable, listReachLimits } from '../table/coverage-table.ts'

/** Returns the index in `gapClasses` of each grid. */
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
 * Returns 1 for each grid whose nearest premises within reach serve more households than their capacity, and
 * that has no other premises with room within the limit; 0 otherwise, or if the capacity is unknown.
 */
export function flagOverloadedGrids(table: CoverageTable): Uint8Array {
  const { grids, reach, places } = table
  const limits = listReachLimits(table)
  return Uint8Array.from({ length: grids.count }, (_, grid) => {
    const place = numberAt(reach.nearest, grid)
    return Number(
      place >= 0 &&
        place < places.count && // planned sites have no row
        numberAt(reach.metres, grid) <= float64At(limits, grid) &&
        reach.relieved[grid] !== 1 &&
        float64At(places.load, place) > numberAt(places.capacity, place),
    )
  })
}

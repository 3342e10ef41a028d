import { type CoverageTable, computeReachLimitMetres } from '../table/coverage-table.ts'

/** Index in `gapClasses` of each grid. */
export function classifyGaps({ grids, reach, options }: CoverageTable): Uint8Array {
  const limit = computeReachLimitMetres(options)
  return Uint8Array.from({ length: grids.count }, (_, grid) => {
    const organised = grids.branch[grid] === 1
    // a comparison with NaN – nothing to be reached – is false
    const served = reach.metres[grid] <= limit
    return organised ? (served ? 0 : 1) : served ? 2 : 3
  })
}

/** 1 where the place that reaches the grid serves more households than it has room for; 0 where it does not, or nobody knows. */
export function flagOverloadedGrids({ grids, reach, places, options }: CoverageTable): Uint8Array {
  const limit = computeReachLimitMetres(options)
  return Uint8Array.from({ length: grids.count }, (_, grid) => {
    const place = reach.nearest[grid]
    return Number(place >= 0 && reach.metres[grid] <= limit && places.load[place] > places.capacity[place])
  })
}

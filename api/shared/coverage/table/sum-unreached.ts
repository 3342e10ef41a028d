import { float64At, numberAt } from '../../geometry/at.ts'
import { type CoverageTable, listPointLimits } from './coverage-table.ts'

/** Returns, for each grid, the households that no service reaches within its limit. */
export function sumUnreachedHouseholds(table: CoverageTable): Int32Array {
  const { grids, points } = table
  const limits = listPointLimits(table)
  const unreached = new Int32Array(grids.count)
  for (let grid = 0; grid < grids.count; grid++) {
    let sum = 0
    for (let point = numberAt(points.start, grid); point < numberAt(points.start, grid + 1); point++)
      // NaN (unreachable) compares as false
      if (!(numberAt(points.metres, point) <= float64At(limits, point)))
        sum += numberAt(points.households, point)
    unreached[grid] = sum
  }
  return unreached
}

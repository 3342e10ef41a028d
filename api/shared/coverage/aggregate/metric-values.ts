import { numberAt } from '../../geometry/at.ts'
import type { Weighting } from '../../contract/coverage/coverage-options.ts'
import type { TerritoryLevel } from '../../contract/enums.ts'
import { groupGrids } from './group-grids.ts'
import type { Metric } from '../metrics/metric.ts'
import { computeMetricColumns, sumMetricValue } from './sum-metric.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/**
 * Returns the value of each row of a level for the map: NaN if there is none or if no grid passes the filter.
 */
export function computeMetricValues(
  metric: Metric,
  table: CoverageTable,
  level: TerritoryLevel,
  { weight, keep }: { weight?: Weighting | undefined; keep?: ((grid: number) => boolean) | undefined } = {},
): Float64Array {
  const columns = computeMetricColumns(metric, table)
  if (level === 'grid') {
    const values = new Float64Array(table.grids.count)
    for (let grid = 0; grid < values.length; grid++)
      values[grid] = keep === undefined || keep(grid) ? numberAt(columns.values, grid) : NaN
    return values
  }
  return Float64Array.from(groupGrids(table, level, keep), (rows) =>
    sumMetricValue(metric, columns, table, rows, weight),
  )
}

/** Returns the number of grids, or of units with grids, of which the filter leaves nothing. */
export function countFilteredOut(
  table: CoverageTable,
  level: TerritoryLevel,
  keep: (grid: number) => boolean,
): number {
  const groups =
    level === 'grid'
      ? Array.from({ length: table.grids.count }, (_, grid) => [grid])
      : groupGrids(table, level)
  return groups.filter((rows) => rows.length > 0 && !rows.some(keep)).length
}

import type { Weighting } from '../contract/coverage.ts'
import type { Level } from '../layers/layer.ts'
import { groupGrids } from './group-grids.ts'
import type { Metric } from './metric.ts'
import { metricColumns, metricValue } from './sum-metric.ts'
import type { CoverageTable } from './table/coverage-table.ts'

/** The value of each row of a level, for the map: NaN where there is none, or where no grid is kept. */
export function metricValues(
  metric: Metric,
  table: CoverageTable,
  level: Level,
  { weight, keep }: { weight?: Weighting | undefined; keep?: ((grid: number) => boolean) | undefined } = {},
): Float64Array {
  const columns = metricColumns(metric, table)
  if (level === 'grid')
    return Float64Array.from(columns.values, (value, grid) =>
      keep === undefined || keep(grid) ? value : NaN,
    )
  return Float64Array.from(groupGrids(table, level, keep), (rows) =>
    metricValue(metric, columns, table, rows, weight),
  )
}

import type { CoverageRow, CoverageSum } from '#shared/contract/coverage/coverage.ts'
import type { Weighting } from '#shared/contract/coverage/coverage-options.ts'
import { communityTypes, type UnitLevel } from '#shared/contract/enums.ts'
import { createGridFilter, type GridFilter } from '#shared/coverage/aggregate/grid-filter.ts'
import { groupGrids } from '#shared/coverage/aggregate/group-grids.ts'
import type { Metric } from '#shared/coverage/metrics/metric.ts'
import { computeMetricColumns, type MetricSum, sumMetric } from '#shared/coverage/aggregate/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'

interface MetricSummary {
  total: CoverageSum
  byType: { type: string; sum: CoverageSum }[]
  units: CoverageRow[]
}

/** Summarises a metric over the filtered grids: in total, by community type and by unit. Units without a grid are left out. */
export function summariseMetric(
  table: CoverageTable,
  metric: Metric,
  filter: GridFilter,
  level: UnitLevel,
  weight?: Weighting,
): MetricSummary {
  const columns = computeMetricColumns(metric, table)
  const keep = createGridFilter(table, filter)
  const sum = (rows: readonly number[]) => toCoverageSum(sumMetric(metric, columns, table, rows, weight))
  const rows = Array.from({ length: table.grids.count }, (_, grid) => grid).filter(keep)
  const getType = (grid: number) => {
    const community = table.grids.community[grid]!
    return community < 0 ? -1 : table.communities.type[community]!
  }
  const units = table.units[level]
  return {
    total: sum(rows),
    byType: communityTypes.map((type, index) => ({
      type,
      sum: sum(rows.filter((grid) => getType(grid) === index)),
    })),
    units: groupGrids(table, level, keep).flatMap((grids, row) =>
      grids.length === 0
        ? []
        : [
            {
              code: units.codes[row]!,
              name: units.names[row]!,
              nameEn: units.namesEn[row] ?? null,
              sum: sum(grids),
            },
          ],
    ),
  }
}

/** Returns a sum as the API answers it: null instead of NaN and Infinity. */
export function toCoverageSum({ value, p50, p90, ...counts }: MetricSum): CoverageSum {
  return { value: orNull(value), p50: orNull(p50), p90: orNull(p90), ...counts }
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

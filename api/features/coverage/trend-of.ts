import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { CoverageOptions, CoverageSum, Weighting } from '#shared/contract/coverage.ts'
import type { IndicatorData } from '#shared/contract/indicators.ts'
import { daysOfTrend } from '#shared/coverage/city-on-day.ts'
import { gridFilter, type GridFilter } from '#shared/coverage/grid-filter.ts'
import { indicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import { isDated, type Metric } from '#shared/coverage/metric.ts'
import { metricColumns, sumMetric, weightsOf } from '#shared/coverage/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import type { CoverageTables } from '../../snapshot/coverage-tables.ts'
import { toSum } from './figures-of.ts'

export interface TrendPoint {
  day: string
  sum: CoverageSum
  parts: number[] | null
}

/**
 * A metric at the year ends up to now. The grids are those that the filter lets through today, so that each point is
 * about the same places; a metric without dated facts has no trend.
 */
export async function trendOf(
  tables: CoverageTables,
  city: CitySnapshot,
  metric: Metric,
  {
    options,
    filter,
    weight,
  }: { options: CoverageOptions; filter: GridFilter; weight?: Weighting | undefined },
): Promise<TrendPoint[]> {
  if (!isDated(metric)) return []
  const now = await tables.of(city, options)
  const rows = rowsOf(now, filter)
  const points: TrendPoint[] = []
  for (const day of daysOfTrend(city.dataDate)) {
    const table = day === city.dataDate ? now : await tables.of(city, { ...options, on: day })
    points.push({ day, ...pointOf(metric, table, rows, weight) })
  }
  return points
}

/** An item of the community data form, year by year. */
export function indicatorTrend(
  data: IndicatorData,
  table: CoverageTable,
  filter: GridFilter,
  weight?: Weighting,
): TrendPoint[] {
  const rows = rowsOf(table, filter)
  return data.years.map(({ year }) => ({
    day: `${year}-12-31`,
    ...pointOf(indicatorMetric(data, year), table, rows, weight),
  }))
}

function rowsOf(table: CoverageTable, filter: GridFilter): number[] {
  return Array.from({ length: table.grids.count }, (_, grid) => grid).filter(gridFilter(table, filter))
}

function pointOf(
  metric: Metric,
  table: CoverageTable,
  rows: readonly number[],
  weight?: Weighting,
): Omit<TrendPoint, 'day'> {
  const columns = metricColumns(metric, table)
  const sum = sumMetric(metric, columns, table, rows, weight)
  if (metric.format !== 'class') return { sum: toSum(sum), parts: null }
  const weights = weightsOf(table, sum.weighedBy)
  const parts = new Array<number>(metric.classes?.length ?? 0).fill(0)
  let total = 0
  for (const row of rows) {
    const at = columns.values[row] ?? NaN
    if (Number.isNaN(at)) continue
    parts[at] = (parts[at] ?? 0) + (weights[row] ?? 0)
    total += weights[row] ?? 0
  }
  return { sum: toSum(sum), parts: total === 0 ? null : parts.map((part) => part / total) }
}

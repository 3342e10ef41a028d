import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageSum } from '#shared/contract/coverage/coverage.ts'
import type { CoverageOptions, Weighting } from '#shared/contract/coverage/coverage-options.ts'
import type { IndicatorData } from '#shared/contract/coverage/indicators.ts'
import { listTrendDays } from '#shared/coverage/filter-city-by-day.ts'
import { createGridFilter, type GridFilter } from '#shared/coverage/aggregate/grid-filter.ts'
import { createIndicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import { isDated, type Metric } from '#shared/coverage/metrics/metric.ts'
import { computeMetricColumns, sumMetric, getWeights } from '#shared/coverage/aggregate/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import type { CoverageTableCache } from './coverage-table-cache.ts'
import { toCoverageSum } from './summarise-metric.ts'

export interface MetricTrendPoint {
  day: string
  sum: CoverageSum
  parts: number[] | null
}

/**
 * Computes a metric at past year ends and today. Every point covers the grids that the filter selects today, so that the
 * points are comparable. A metric without dated input has no trend: the result is empty.
 */
export async function computeMetricTrend(
  tables: CoverageTableCache,
  city: CitySnapshot,
  metric: Metric,
  {
    options,
    filter,
    weight,
    signal,
  }: {
    options: CoverageOptions
    filter: GridFilter
    weight?: Weighting | undefined
    signal?: AbortSignal | undefined
  },
): Promise<MetricTrendPoint[]> {
  if (!isDated(metric)) return []
  const now = await tables.get(city, options, signal)
  const rows = selectRows(now, filter)
  const points: MetricTrendPoint[] = []
  for (const day of listTrendDays(city.dataDate)) {
    const table = day === city.dataDate ? now : await tables.get(city, { ...options, on: day }, signal)
    points.push({ day, ...computePoint(metric, table, rows, weight) })
  }
  return points
}

/** Computes an item of the community data form for each year. */
export function computeIndicatorTrend(
  data: IndicatorData,
  table: CoverageTable,
  filter: GridFilter,
  weight?: Weighting,
): MetricTrendPoint[] {
  const rows = selectRows(table, filter)
  return data.years.map(({ year }) => ({
    day: `${year}-12-31`,
    ...computePoint(createIndicatorMetric(data, year), table, rows, weight),
  }))
}

function selectRows(table: CoverageTable, filter: GridFilter): number[] {
  return Array.from({ length: table.grids.count }, (_, grid) => grid).filter(createGridFilter(table, filter))
}

function computePoint(
  metric: Metric,
  table: CoverageTable,
  rows: readonly number[],
  weight?: Weighting,
): Omit<MetricTrendPoint, 'day'> {
  const columns = computeMetricColumns(metric, table)
  const sum = sumMetric(metric, columns, table, rows, weight)
  if (metric.format !== 'class') return { sum: toCoverageSum(sum), parts: null }
  const weights = getWeights(table, sum.weighedBy)
  const parts = new Array<number>(metric.classes?.length ?? 0).fill(0)
  let total = 0
  for (const row of rows) {
    const at = columns.values[row] ?? NaN
    if (Number.isNaN(at)) continue
    parts[at] = (parts[at] ?? 0) + (weights[row] ?? 0)
    total += weights[row] ?? 0
  }
  return { sum: toCoverageSum(sum), parts: total === 0 ? null : parts.map((part) => part / total) }
}

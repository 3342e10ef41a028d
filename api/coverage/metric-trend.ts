import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageSum } from '#shared/contract/coverage/coverage.ts'
import type { CoverageOptions, Weighting } from '#shared/contract/coverage/coverage-options.ts'
import type { IndicatorData } from '#shared/contract/coverage/indicators.ts'
import { createGridFilter, type GridFilter } from '#shared/coverage/aggregate/grid-filter.ts'
import { createIndicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import type { Metric } from '#shared/coverage/metrics/metric.ts'
import { computeMetricColumns, sumClassWeights, sumMetric } from '#shared/coverage/aggregate/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import type { CoverageTableCache } from './coverage-table-cache.ts'
import type { PastCities } from './past-cities.ts'
import { toCoverageSum } from './summarise-metric.ts'

export interface MetricTrendPoint {
  day: string
  sum: CoverageSum
  parts: number[] | null
}

/**
 * Computes a metric as of past days and of the data date. Each point covers the grids that stood on its day and that the
 * filter selects, and equals the figures of the city as of that day.
 */
export async function computeMetricTrend(
  { tables, past }: { tables: CoverageTableCache; past: PastCities },
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
  const points: MetricTrendPoint[] = []
  for (const day of await past.listDays(city)) {
    const table = await tables.get(await past.get(city, day), options, signal)
    points.push({ day, ...computePoint(metric, table, selectRows(table, filter), weight) })
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
  const parts = sumClassWeights(metric, columns, table, rows, sum.weighedBy)
  const total = parts.reduce((a, b) => a + b, 0)
  return { sum: toCoverageSum(sum), parts: total === 0 ? null : parts.map((part) => part / total) }
}

import type { z } from 'zod'
import type { getMetric as contract } from '#shared/contract/city/city.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { formatMetricVersion, type Metric } from '#shared/coverage/metrics/metric.ts'
import { findMetric } from '#shared/coverage/metrics/metrics.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { AppError } from '../errors.ts'
import { memoize } from '../snapshot/memoize.ts'
import { toProvenance } from '../snapshot/provenance.ts'
import type { CoverageTableCache } from './coverage-table-cache.ts'

export type MetricColumn = z.input<typeof contract.answer>
export type MetricLevel = z.output<typeof contract.params>['level']

const columns = new WeakMap<CoverageTable, Map<string, MetricColumn>>()

/** @throws AppError not_found */
export function requireMetric(id: string): Metric {
  const metric = findMetric(id)
  if (metric === undefined) throw new AppError('not_found', `there is no metric ${id}`, { metric: id })
  return metric
}

/** Returns a metric of the city's default table. The same column is returned for as long as the table is cached. */
export async function getMetricColumn(
  tables: CoverageTableCache,
  city: CitySnapshot,
  metric: Metric,
  level: MetricLevel,
): Promise<MetricColumn> {
  const table = await tables.getDefault(city)
  const ofTable = memoize(columns, table, () => new Map<string, MetricColumn>())
  return memoize(ofTable, `${metric.id}/${level}`, () => ({
    provenance: toProvenance(city, formatMetricVersion(metric)),
    ...computeMetricColumn(metric, table, level),
  }))
}

/** Computes a metric for each row of a level, rounded to four decimals; null: there is no value, or no way to any premises. */
export function computeMetricColumn(
  metric: Metric,
  table: CoverageTable,
  level: MetricLevel,
): Pick<MetricColumn, 'ids' | 'values'> {
  const { ids } = level === 'grid' ? table.grids : table.units[level]
  return {
    ids: Array.from(ids),
    values: Array.from(computeMetricValues(metric, table, level), (value) =>
      Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null,
    ),
  }
}

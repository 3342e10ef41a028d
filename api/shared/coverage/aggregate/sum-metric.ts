import { numberAt } from '../../geometry/at.ts'
import type { Weighting } from '../../contract/coverage/coverage-options.ts'
import type { Metric } from '../metrics/metric.ts'
import type { CoverageTable } from '../table/coverage-table.ts'
import { computeWeightedQuantiles } from './weighted-quantiles.ts'

/**
 * A metric aggregated over a set of grids. NaN: no value, because the total weight is 0. Infinity: so many grids
 * reach nothing that the median or quantile is one of them.
 */
export interface MetricSum {
  value: number
  /** Quantiles of the values of the grids, those that reach nothing last; NaN for class metrics. */
  p50: number
  p90: number
  /** Number of grids in the set. */
  total: number
  /** Of these, the grids that reach nothing. */
  unreached: number
  /** Number of grids with a value or without a way, and their households. */
  grids: number
  households: number
  weighedBy: Weighting
}

/** Returns one weight per grid. */
export function getWeights({ grids }: CoverageTable, weighting: Weighting): ArrayLike<number> {
  switch (weighting) {
    case 'households':
      return grids.households
    case 'residents':
      return grids.residents
    case 'area':
      return grids.areaM2
    case 'grids':
      return new Uint8Array(grids.count).fill(1)
  }
}

export interface MetricColumns {
  values: ArrayLike<number>
  denominator: ArrayLike<number> | null
  numerator: ArrayLike<number> | null
}

/** Computes the columns of a metric for all grids, so that they can be summed several times. */
export function computeMetricColumns(metric: Metric, table: CoverageTable): MetricColumns {
  if (metric.sum !== 'ratio') return { values: metric.ofGrids(table), numerator: null, denominator: null }
  const numerator = metric.numerator(table)
  const denominator = metric.denominator(table)
  const values = Float64Array.from({ length: table.grids.count }, (_, grid) =>
    ratio(numberAt(numerator, grid), denominator === null ? 1 : numberAt(denominator, grid)),
  )
  return { values, numerator, denominator }
}

/**
 * Aggregates a metric over the given rows of grids. If the households or residents of these grids are
 * unknown, area is the weight; `weighedBy` of the result says so.
 */
export function sumMetric(
  metric: Metric,
  columns: MetricColumns,
  table: CoverageTable,
  rows: readonly number[],
  wanted?: Weighting,
): MetricSum {
  const weighed = weigh(metric, columns, table, rows, wanted)
  const { known, weights, weighedBy } = weighed
  const [p50 = NaN, p90 = NaN] =
    metric.sum === 'class' ? [] : computeWeightedQuantiles(columns.values, weights, known, [0.5, 0.9])
  let households = 0
  for (const row of known) households += numberAt(table.grids.households, row)
  return {
    value: metric.sum === 'median' ? p50 : valueOf(metric, columns, table, rows, weighed),
    p50,
    p90,
    total: rows.length,
    unreached: known.filter((row) => columns.values[row] === Infinity).length,
    grids: known.length,
    households,
    weighedBy,
  }
}

/** Returns the value of `sumMetric` alone and avoids the sorting for quantiles where possible. */
export function sumMetricValue(
  metric: Metric,
  columns: MetricColumns,
  table: CoverageTable,
  rows: readonly number[],
  wanted?: Weighting,
): number {
  return valueOf(metric, columns, table, rows, weigh(metric, columns, table, rows, wanted))
}

interface Weighed {
  /** Grids that have a value. */
  known: readonly number[]
  weights: ArrayLike<number>
  weighedBy: Weighting
}

function weigh(
  metric: Metric,
  { values }: MetricColumns,
  table: CoverageTable,
  rows: readonly number[],
  wanted?: Weighting,
): Weighed {
  const known = rows.filter((row) => !Number.isNaN(values[row]))
  const requested = wanted ?? (metric.sum === 'ratio' ? 'grids' : metric.weight)
  const weights = getWeights(table, requested)
  return known.some((row) => numberAt(weights, row) > 0)
    ? { known, weights, weighedBy: requested }
    : { known, weights: getWeights(table, 'area'), weighedBy: 'area' }
}

function valueOf(
  metric: Metric,
  { values, numerator, denominator }: MetricColumns,
  table: CoverageTable,
  rows: readonly number[],
  { known, weights }: Weighed,
): number {
  const mean = () =>
    ratio(
      known.reduce((sum, row) => sum + numberAt(weights, row) * numberAt(values, row), 0),
      total(known, weights),
    )
  switch (metric.sum) {
    case 'ratio':
      return ratio(
        total(rows, numerator ?? values),
        denominator === null ? rows.length : total(rows, denominator),
      )
    case 'median':
      return numberAt(computeWeightedQuantiles(values, weights, known, [0.5]), 0)
    case 'class':
      return heaviest(known, values, weights)
    case 'community':
      return metric.total ? totalOfCommunities(known, values, table) : mean()
    default:
      return mean()
  }
}

function heaviest(rows: readonly number[], values: ArrayLike<number>, weights: ArrayLike<number>): number {
  const sums: number[] = []
  for (const row of rows)
    sums[numberAt(values, row)] = (sums[numberAt(values, row)] ?? 0) + numberAt(weights, row)
  let best = NaN
  sums.forEach((sum, index) => {
    if (Number.isNaN(best) || sum > numberAt(sums, best)) best = index
  })
  return best
}

/** Sums the value of each community once, however many of its grids are in the set; NaN without any. */
function totalOfCommunities(
  rows: readonly number[],
  values: ArrayLike<number>,
  { grids }: CoverageTable,
): number {
  const counted = new Set<number>()
  let sum = 0
  for (const row of rows) {
    const community = numberAt(grids.community, row)
    if (counted.has(community)) continue
    counted.add(community)
    sum += numberAt(values, row)
  }
  return counted.size === 0 ? NaN : sum
}

function total(rows: readonly number[], column: ArrayLike<number>): number {
  let sum = 0
  for (const row of rows) sum += numberAt(column, row)
  return sum
}

/** a / b, or NaN (no value) if b is 0. */
function ratio(a: number, b: number): number {
  return b === 0 ? NaN : a / b
}

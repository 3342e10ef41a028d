import { numberAt } from '../../geometry/at.ts'
import { pickFloat64 } from '../../geometry/pick-rows.ts'
import type { Weighting } from '../../contract/coverage/coverage-options.ts'
import type { Metric, PointMetric } from '../metrics/metric.ts'
import type { CoverageTable } from '../table/coverage-table.ts'
import { averagePoints, findHeaviestClasses, findMedianPoints } from '../demand/summarise-points.ts'
import { getPointWeights, getWeights } from './weights.ts'
import { computeWeightedQuantiles } from './weighted-quantiles.ts'

/**
 * A metric aggregated over a set of grids. NaN: no value, because the total weight is 0. Infinity: so many grids
 * reach nothing that the median or quantile is one of them.
 */
export interface MetricSum {
  value: number
  /** Quantiles of the values of the points or grids, those that reach nothing last; NaN for class metrics. */
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

export interface MetricColumns {
  /** By grid. */
  values: ArrayLike<number>
  denominator: ArrayLike<number> | null
  numerator: ArrayLike<number> | null
  /** By demand point, and the share of each grid that has a value; null: the metric is not one of points. */
  points: { values: ArrayLike<number>; known: ArrayLike<number> } | null
}

const known = new WeakMap<CoverageTable, Map<Metric, MetricColumns>>()

/** Computes the columns of a metric for all grids, so that they can be summed several times. */
export function computeMetricColumns(metric: Metric, table: CoverageTable): MetricColumns {
  const ofTable = known.get(table) ?? new Map<Metric, MetricColumns>()
  known.set(table, ofTable)
  const columns = ofTable.get(metric) ?? buildMetricColumns(metric, table)
  ofTable.set(metric, columns)
  return columns
}

function buildMetricColumns(metric: Metric, table: CoverageTable): MetricColumns {
  const none = { numerator: null, denominator: null, points: null }
  if ('ofPoints' in metric) return buildPointColumns(metric, table)
  if (metric.sum !== 'ratio') return { ...none, values: metric.ofGrids(table) }
  const numerator = metric.numerator(table)
  const denominator = metric.denominator(table)
  const values = Float64Array.from({ length: table.grids.count }, (_, grid) =>
    ratio(numberAt(numerator, grid), denominator === null ? 1 : numberAt(denominator, grid)),
  )
  return { ...none, values, numerator, denominator }
}

function buildPointColumns(metric: Metric & PointMetric, table: CoverageTable): MetricColumns {
  const values = metric.ofPoints(table)
  const { means, known } = averagePoints(table.points, values)
  const ofGrids =
    metric.sum === 'median'
      ? pickFloat64(values, Uint32Array.from(findMedianPoints(table.points, values)))
      : metric.sum === 'class'
        ? findHeaviestClasses(table.points, values)
        : means
  return { values: ofGrids, numerator: null, denominator: null, points: { values, known } }
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
  const { rows: known, weighedBy } = weighed
  const [p50 = NaN, p90 = NaN] =
    metric.sum === 'class' ? [] : computeQuantiles(columns, table, weighed, [0.5, 0.9])
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

/** Returns the weight of the given grids in each class of a class metric. */
export function sumClassWeights(
  metric: Metric,
  columns: MetricColumns,
  table: CoverageTable,
  rows: readonly number[],
  wanted?: Weighting,
): number[] {
  const weighed = weigh(metric, columns, table, rows, wanted)
  const sums = new Array<number>(metric.classes?.length ?? 0).fill(0)
  forEachWeight(columns, table, weighed, (value, weight) => {
    sums[value] = (sums[value] ?? 0) + weight
  })
  return sums
}

interface Weighed {
  /** Grids that have a value. */
  rows: readonly number[]
  weights: ArrayLike<number>
  weighedBy: Weighting
}

function weigh(
  metric: Metric,
  { values }: MetricColumns,
  table: CoverageTable,
  all: readonly number[],
  wanted?: Weighting,
): Weighed {
  const rows = all.filter((row) => !Number.isNaN(values[row]))
  const requested = wanted ?? (metric.sum === 'ratio' ? 'grids' : metric.weight)
  const weights = getWeights(table, requested)
  return rows.some((row) => numberAt(weights, row) > 0)
    ? { rows, weights, weighedBy: requested }
    : { rows, weights: getWeights(table, 'area'), weighedBy: 'area' }
}

function computeQuantiles(
  { values, points }: MetricColumns,
  table: CoverageTable,
  { rows, weights, weighedBy }: Weighed,
  parts: readonly number[],
): number[] {
  return points === null
    ? computeWeightedQuantiles(values, weights, rows, parts)
    : computeWeightedQuantiles(
        points.values,
        getPointWeights(table, weighedBy),
        listPoints(table, rows),
        parts,
      )
}

/** Returns the rows of the demand points of grids. */
function listPoints({ points: { start } }: CoverageTable, grids: readonly number[]): number[] {
  const rows: number[] = []
  for (const grid of grids)
    for (let point = numberAt(start, grid); point < numberAt(start, grid + 1); point++) rows.push(point)
  return rows
}

/** Calls `add` with each value of a grid, or of a point where the metric is one of points, and its weight. */
function forEachWeight(
  { values, points }: MetricColumns,
  table: CoverageTable,
  { rows, weights, weighedBy }: Weighed,
  add: (value: number, weight: number) => void,
): void {
  if (points === null) {
    for (const row of rows) add(numberAt(values, row), numberAt(weights, row))
    return
  }
  const ofPoints = getPointWeights(table, weighedBy)
  for (const point of listPoints(table, rows))
    if (!Number.isNaN(points.values[point])) add(numberAt(points.values, point), numberAt(ofPoints, point))
}

function valueOf(
  metric: Metric,
  columns: MetricColumns,
  table: CoverageTable,
  rows: readonly number[],
  weighed: Weighed,
): number {
  const { values, numerator, denominator, points } = columns
  const mean = () => {
    let [sum, total] = [0, 0]
    for (const row of weighed.rows) {
      // points without a value do not count
      const weight = numberAt(weighed.weights, row) * (points === null ? 1 : numberAt(points.known, row))
      if (weight === 0) continue
      sum += weight * numberAt(values, row)
      total += weight
    }
    return ratio(sum, total)
  }
  switch (metric.sum) {
    case 'ratio':
      return ratio(
        total(rows, numerator ?? values),
        denominator === null ? rows.length : total(rows, denominator),
      )
    case 'median':
      return numberAt(computeQuantiles(columns, table, weighed, [0.5]), 0)
    case 'class':
      return findHeaviest(columns, table, weighed)
    case 'community':
      return metric.total ? totalOfCommunities(weighed.rows, values, table) : mean()
    default:
      return mean()
  }
}

function findHeaviest(columns: MetricColumns, table: CoverageTable, weighed: Weighed): number {
  const sums: number[] = []
  forEachWeight(columns, table, weighed, (value, weight) => {
    sums[value] = (sums[value] ?? 0) + weight
  })
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

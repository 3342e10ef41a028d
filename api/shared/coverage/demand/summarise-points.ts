import { float64At, int32At, numberAt, uint32At } from '../../geometry/at.ts'

/** The demand points of grids, with the part of each in its grid. */
export interface WeighedPoints {
  start: Uint32Array
  weight: Int32Array
}

/**
 * Returns, for each grid, the point in the middle by a value: the one at which the weight of the smaller values reaches
 * half. NaN and Infinity are the largest; of equals the first point comes first.
 */
export function findMedianPoints({ start, weight }: WeighedPoints, values: Float64Array): Int32Array {
  const grids = start.length - 1
  const median = new Int32Array(grids)
  let sorted = new Int32Array(64)
  let sizes = new Float64Array(64)
  for (let grid = 0; grid < grids; grid++) {
    const from = uint32At(start, grid)
    const to = uint32At(start, grid + 1)
    median[grid] = from
    if (to - from === 1) continue
    if (to - from > sorted.length) {
      sorted = new Int32Array(2 * (to - from))
      sizes = new Float64Array(2 * (to - from))
    }
    let total = 0
    for (let point = from; point < to; point++) {
      const value = float64At(values, point)
      sizes[point - from] = Number.isNaN(value) ? Infinity : value
      sorted[point - from] = point - from
      total += int32At(weight, point)
    }
    sortByValue(sorted, to - from, sizes)
    let sum = 0
    for (let i = 0; 2 * sum < total; i++) {
      const point = from + int32At(sorted, i)
      sum += int32At(weight, point)
      median[grid] = point
    }
  }
  return median
}

/** With more rows than this, the sort of the engine is faster than insertion. */
const MOST_INSERTED = 40

/** Sorts the first `count` rows by their values, of equals the first row first. */
function sortByValue(rows: Int32Array, count: number, values: Float64Array): void {
  if (count > MOST_INSERTED) {
    rows.subarray(0, count).sort((a, b) => {
      const [x, y] = [float64At(values, a), float64At(values, b)]
      return x === y ? a - b : x < y ? -1 : 1
    })
    return
  }
  for (let i = 1; i < count; i++) {
    const row = int32At(rows, i)
    const value = float64At(values, row)
    let at = i - 1
    for (; at >= 0 && float64At(values, int32At(rows, at)) > value; at--) rows[at + 1] = int32At(rows, at)
    rows[at + 1] = row
  }
}

/** Returns the weighted mean of the points of each grid, and the share of the weight that has a value; NaN: none has. */
export function averagePoints(
  { start, weight }: WeighedPoints,
  values: Float64Array,
): { means: Float64Array; known: Float64Array } {
  const grids = start.length - 1
  const means = new Float64Array(grids)
  const known = new Float64Array(grids)
  for (let grid = 0; grid < grids; grid++) {
    let sum = 0
    let weighed = 0
    let total = 0
    for (let point = uint32At(start, grid); point < uint32At(start, grid + 1); point++) {
      const value = float64At(values, point)
      const part = int32At(weight, point)
      total += part
      if (Number.isNaN(value)) continue
      weighed += part
      sum += part * value
    }
    means[grid] = sum / weighed
    known[grid] = weighed / total
  }
  return { means, known }
}

/** Returns the class with the greatest weight among the points of each grid; of equals the first class. NaN: none. */
export function findHeaviestClasses({ start, weight }: WeighedPoints, classes: Float64Array): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, grid) => {
    const sums: number[] = []
    for (let point = uint32At(start, grid); point < uint32At(start, grid + 1); point++) {
      const index = float64At(classes, point)
      if (!Number.isNaN(index)) sums[index] = (sums[index] ?? 0) + int32At(weight, point)
    }
    let best = NaN
    sums.forEach((sum, index) => {
      if (Number.isNaN(best) || sum > numberAt(sums, best)) best = index
    })
    return best
  })
}

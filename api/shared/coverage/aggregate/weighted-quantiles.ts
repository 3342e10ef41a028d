/**
 * The least value at which at least the share `part` (0–1) of the weight is reached; NaN without any weight. With equal
 * weights this is the percentile_disc of SQL.
 */
export function computeWeightedQuantiles(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  rows: readonly number[],
  parts: readonly number[],
): number[] {
  const known = Uint32Array.from(rows.filter((row) => weights[row] > 0 && !Number.isNaN(values[row]))).sort(
    (a, b) => values[a] - values[b],
  )
  let total = 0
  for (const row of known) total += weights[row]
  return parts.map((part) => {
    let sum = 0
    for (const row of known) {
      sum += weights[row]
      // a hair's breadth against the rounding of sums
      if (sum >= part * total - 1e-9 * total) return values[row]
    }
    return NaN
  })
}

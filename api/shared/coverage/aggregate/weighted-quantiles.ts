import { numberAt } from '../../geometry/at.ts'

/**
 * Returns, for each part (0–1), the least value at which the cumulated weight reaches that part of the total;
 * NaN if the total weight is 0. With equal weights it equals percentile_disc of SQL.
 */
export function computeWeightedQuantiles(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  rows: readonly number[],
  parts: readonly number[],
): number[] {
  const known = Uint32Array.from(
    rows.filter((row) => numberAt(weights, row) > 0 && !Number.isNaN(values[row])),
  ).sort((a, b) => numberAt(values, a) - numberAt(values, b))
  let total = 0
  for (const row of known) total += numberAt(weights, row)
  return parts.map((part) => {
    let sum = 0
    for (const row of known) {
      sum += numberAt(weights, row)
      // tolerance for the rounding of sums
      if (sum >= part * total - 1e-9 * total) return numberAt(values, row)
    }
    return NaN
  })
}

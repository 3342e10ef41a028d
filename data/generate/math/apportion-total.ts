/**
 * Whole numbers in proportion to the weights, their sum exactly `total` (largest remainder). Every entry gets at least
 * `least`, which is set aside first. With no weight at all the shares are equal.
 */
export function apportionTotal(total: number, weights: readonly number[], least = 0): number[] {
  const free = total - least * weights.length
  if (weights.length === 0 || free < 0)
    throw new Error(`cannot give ${weights.length} entries at least ${least} each out of ${total}`)
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (sum > 0 ? (free * weight) / sum : free / weights.length))
  const shares = exact.map(Math.floor)
  let left = free - shares.reduce((a, b) => a + b, 0)
  const order = exact
    .map((_, i) => i)
    .sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b)
  for (const i of order) {
    if (left === 0) break
    shares[i]!++
    left--
  }
  return shares.map((share) => share + least)
}

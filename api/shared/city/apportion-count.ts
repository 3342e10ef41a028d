/**
 * Divides a whole number in proportion to weights, in whole numbers with the same sum (largest remainder method; equal
 * remainders go to the first).
 *
 * @param weights not negative, with a sum above zero
 */
export function apportionCount(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const shares = weights.map((weight) => Math.floor((total * weight) / sum))
  let left = total - shares.reduce((a, b) => a + b, 0)
  const order = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of order) {
    if (left-- <= 0) break
    shares[index] = (shares[index] ?? 0) + 1
  }
  return shares
}

/**
 * √(x² + y²). Not `hypot`, which engines may round as they like: products, sums and square roots are the same
 * everywhere, and here the last bit may decide where a vertex falls.
 */
export function computeVectorLength(x: number, y: number): number {
  return Math.sqrt(x * x + y * y)
}

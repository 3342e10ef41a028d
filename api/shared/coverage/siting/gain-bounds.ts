/**
 * What no choice of 1, 2, … `most` sites adds, while one site is opened after the other. A site adds less the more others
 * are open, so any choice adds at most what the open sites have added and what its own members would add now (Nemhauser,
 * Wolsey, Fisher 1978).
 */
export interface GainBounds {
  /** `sum`: what the open sites have added; `gains`: what each candidate would add now, or more than that. */
  tighten(sum: number, gains: ArrayLike<number>): void
  /** Bound for k sites at k − 1. */
  readonly bounds: Float64Array
}

export function createGainBounds(most: number): GainBounds {
  const bounds = new Float64Array(most).fill(Infinity)
  return {
    bounds,
    tighten(sum, gains) {
      const ascending = Float64Array.from(gains).sort()
      let total = sum
      for (let k = 0; k < most; k++) {
        total += Math.max(0, ascending[ascending.length - 1 - k] ?? 0)
        if (total < bounds[k]) bounds[k] = total
      }
    },
  }
}

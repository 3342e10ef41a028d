import { float64At } from '../../geometry/at.ts'

/**
 * Upper bounds of the value of any choice of 1, 2, … `most` sites, tightened while sites are opened. Gains
 * diminish, so any choice has at most the value of the open sites plus the current gains of its own members
 * (Nemhauser, Wolsey, Fisher 1978).
 */
export interface GainBounds {
  /** `sum`: value of the open sites; `gains`: current gain of each candidate, or an upper bound of it. */
  tighten(sum: number, gains: ArrayLike<number>): void
  /** Bound for k sites at k − 1. */
  readonly bounds: Float64Array
}

/** Creates bounds for 1 … `most` sites, initially Infinity. */
export function createGainBounds(most: number): GainBounds {
  const bounds = new Float64Array(most).fill(Infinity)
  return {
    bounds,
    tighten(sum, gains) {
      const ascending = Float64Array.from(gains).sort()
      let total = sum
      for (let k = 0; k < most; k++) {
        total += Math.max(0, ascending[ascending.length - 1 - k] ?? 0)
        if (total < float64At(bounds, k)) bounds[k] = total
      }
    },
  }
}

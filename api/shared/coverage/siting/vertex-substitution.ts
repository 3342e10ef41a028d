import { addTo, float64At, int32At, uint32At } from '../../geometry/at.ts'
import type { PMedianSavings } from './p-median-savings.ts'

/**
 * Vertex substitution: swaps a chosen candidate for another one while that increases the saving, best swap
 * first (Teitz and Bart 1968; gains of all swaps of a candidate in one pass after Whitaker 1983).
 *
 * @param among candidates that may enter
 */
export function runVertexSubstitution(
  ways: PMedianSavings,
  among: readonly number[],
  begin: readonly number[],
): number[] {
  const chosen = [...begin]
  for (;;) {
    const swap = bestSwap(ways, among, chosen)
    if (swap === null) return chosen
    chosen[swap.out] = swap.into
  }
}

function bestSwap(
  { start, row, saved, rows }: PMedianSavings,
  among: readonly number[],
  chosen: readonly number[],
): { out: number; into: number } | null {
  const [first, second] = [new Float64Array(rows), new Float64Array(rows)]
  const owner = new Int32Array(rows).fill(-1)
  chosen.forEach((site, rank) => {
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
      const at = uint32At(row, i)
      if (float64At(saved, i) > float64At(first, at)) {
        second[at] = float64At(first, at)
        first[at] = float64At(saved, i)
        owner[at] = rank
      } else if (float64At(saved, i) > float64At(second, at)) second[at] = float64At(saved, i)
    }
  })
  // loss if a chosen candidate leaves and its rows use the next best one
  const lost = new Float64Array(chosen.length)
  for (let at = 0; at < rows; at++)
    if (int32At(owner, at) >= 0) addTo(lost, int32At(owner, at), float64At(first, at) - float64At(second, at))
  let best: { out: number; into: number } | null = null
  // less than half a metre of one household is rounding noise
  let most = 0.5
  const spared = new Float64Array(chosen.length)
  const known = new Set(chosen)
  for (const into of among) {
    if (known.has(into)) continue
    spared.fill(0)
    let gain = 0
    for (let i = uint32At(start, into); i < uint32At(start, into + 1); i++) {
      const at = uint32At(row, i)
      gain += Math.max(0, float64At(saved, i) - float64At(first, at))
      if (int32At(owner, at) >= 0)
        addTo(
          spared,
          int32At(owner, at),
          Math.max(0, Math.min(float64At(saved, i), float64At(first, at)) - float64At(second, at)),
        )
    }
    for (let out = 0; out < chosen.length; out++) {
      const net = gain - float64At(lost, out) + float64At(spared, out)
      if (net > most) [most, best] = [net, { out, into }]
    }
  }
  return best
}

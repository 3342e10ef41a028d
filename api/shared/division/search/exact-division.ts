import { addTo, float64At, int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import { createPartPrice, type Goals } from './objective.ts'

/** Up to this number of atoms every division is compared: 3^14 pairs of subsets. */
export const MOST_EXACT_ATOMS = 14

/**
 * Returns the cheapest division of a few atoms into contiguous parts, by dynamic programming over subsets; null: there is
 * none, because there are fewer atoms than parts.
 */
export function findExactDivision(graph: AtomGraph, goals: Goals): Int32Array | null {
  const { count } = graph
  if (count > MOST_EXACT_ATOMS || count < goals.count) return null
  const all = (1 << count) - 1
  const prices = priceSubsets(graph, goals)
  /** Least price of dividing each subset into the number of parts so far, and the part that holds its lowest atom. */
  let least = new Float64Array(all + 1).fill(Infinity)
  least[0] = 0
  const chosen: Int32Array[] = []
  for (let parts = 1; parts <= goals.count; parts++) {
    const next = new Float64Array(all + 1).fill(Infinity)
    const part = new Int32Array(all + 1)
    for (let set = 1; set <= all; set++) {
      const lowest = set & -set
      const rest = set ^ lowest
      let [price, best] = [Infinity, 0]
      // every subset of the rest, with the lowest atom, is a possible part
      for (let others = rest; ; others = (others - 1) & rest) {
        const candidate = others | lowest
        const sum = float64At(prices, candidate) + float64At(least, set ^ candidate)
        if (sum < price) [price, best] = [sum, candidate]
        if (others === 0) break
      }
      next[set] = price
      part[set] = best
    }
    chosen.push(part)
    least = next
  }
  if (float64At(least, all) === Infinity) return null
  const parts = new Int32Array(count)
  for (let p = goals.count - 1, set = all; p >= 0; p--) {
    const column = chosen[p]
    const subset = column === undefined ? 0 : int32At(column, set)
    for (let atom = 0; atom < count; atom++) if (subset & (1 << atom)) parts[atom] = p
    set ^= subset
  }
  return parts
}

/** Price of each subset as a part; Infinity where it is not contiguous. */
function priceSubsets(graph: AtomGraph, goals: Goals): Float64Array {
  const { count, first, neighbours, blockCount, todayCount } = graph
  const beside = Array.from({ length: count }, (_, atom) => {
    let set = 0
    for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) set |= 1 << int32At(neighbours, i)
    return set
  })
  const priceOf = createPartPrice(graph, goals)
  const blockWeight = new Float64Array(blockCount)
  const blockAtoms = new Int32Array(blockCount)
  const todayWeight = new Float64Array(todayCount)
  const prices = new Float64Array(1 << count).fill(Infinity)
  for (let set = 1; set < prices.length; set++) if (isContiguous(set, beside)) prices[set] = priceSet(set)
  return prices

  function priceSet(set: number): number {
    blockWeight.fill(0)
    blockAtoms.fill(0)
    todayWeight.fill(0)
    let [households, land, perimeterM, cut] = [0, 0, 0, 0]
    for (let atom = 0; atom < count; atom++) {
      if (!(set & (1 << atom))) continue
      const weight = float64At(graph.weight, atom)
      households += weight
      land += float64At(graph.areaM2, atom)
      perimeterM += float64At(graph.outlineM, atom)
      for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
        if (set & (1 << int32At(neighbours, i))) continue
        perimeterM += float64At(graph.lengthM, i)
        cut += float64At(graph.price, i)
      }
      const block = int32At(graph.block, atom)
      addTo(blockWeight, block, weight)
      blockAtoms[block] = int32At(blockAtoms, block) + 1
      const grid = int32At(graph.today, atom)
      if (grid >= 0) addTo(todayWeight, grid, weight)
    }
    const pieces = blockWeight.reduce(
      (sum, weight, block) => sum + priceOf.pieceOf(block, weight, int32At(blockAtoms, block)),
      0,
    )
    return priceOf.of(households, land, perimeterM, cut, pieces, Math.max(0, ...todayWeight))
  }
}

function isContiguous(set: number, beside: readonly number[]): boolean {
  let reached = set & -set
  for (;;) {
    let next = reached
    for (let atom = 0; atom < beside.length; atom++) if (reached & (1 << atom)) next |= beside[atom] ?? 0
    next &= set
    if (next === reached) return reached === set
    reached = next
  }
}

import { int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import type { Partition } from './partition.ts'
import { createTreeCutter, type Half, type TreeCutter } from './tree-cutter.ts'

/** Trees that are tried for each cut of a seed. */
const TRIES = 4

export interface TreeGoals {
  count: number
  tolerance: number
  /** Blocks are grown one after the other, so that a cut divides one of them at most. */
  byBlocks: boolean
}

/**
 * Returns a random division into contiguous parts of nearly equal weight: spanning trees are cut where both sides fit a
 * whole number of parts (D. DeFord, M. Duchin, J. Solomon, Recombination, 2021). null: none was found.
 */
export function seedDivision(graph: AtomGraph, goals: TreeGoals, random: () => number): Int32Array | null {
  const cutter = createTreeCutter(graph, goals, random)
  const part = new Int32Array(graph.count)
  const stack: Half[] = [{ atoms: part.map((_, atom) => atom), parts: goals.count }]
  let next = 0
  for (let half = stack.pop(); half; half = stack.pop()) {
    if (half.parts === 1) {
      for (const atom of half.atoms) part[atom] = next
      next++
      continue
    }
    const cut = cutter.cut(half.atoms, half.parts, TRIES)
    if (cut === null) return null
    stack.push(...cut)
  }
  return part
}

/** Replaces pairs of neighbouring parts by new halves of their union where that is better. */
export function recombine(
  graph: AtomGraph,
  partition: Partition,
  goals: TreeGoals,
  { rounds, random }: { rounds: number; random: () => number },
): void {
  const cutter = createTreeCutter(graph, goals, random)
  for (let round = 0; round < rounds; round++) recombineOnce(graph, partition, cutter, random)
}

function recombineOnce(
  graph: AtomGraph,
  partition: Partition,
  cutter: TreeCutter,
  random: () => number,
): void {
  const { part } = partition
  const atom = Math.floor(random() * graph.count)
  const own = int32At(part, atom)
  let other = -1
  for (let i = int32At(graph.first, atom); i < int32At(graph.first, atom + 1); i++) {
    const beside = int32At(part, int32At(graph.neighbours, i))
    if (beside !== own) other = beside
  }
  if (other < 0) return
  const cut = cutter.cut(
    part.map((_, each) => each).filter((each) => part[each] === own || part[each] === other),
    2,
    TRIES,
  )
  if (cut === null) return
  const before = partition.price()
  const old = part.slice()
  const next = part.slice()
  for (const each of cut[0].atoms) next[each] = own
  for (const each of cut[1].atoms) next[each] = other
  partition.assign(next)
  if (partition.price() > before) partition.assign(old)
}

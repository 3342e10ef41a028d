import { anneal } from './anneal.ts'
import type { AtomGraph } from './atom-graph.ts'
import { findExactDivision, MOST_EXACT_ATOMS } from './exact-division.ts'
import type { Goals } from './objective.ts'
import { createPartition, type Partition } from './partition.ts'
import { createRandom } from './random.ts'
import { recombine, seedDivision } from './spanning-trees.ts'

/** Fixed numbers of steps: a slow machine takes longer and finds the same. */
export interface SearchEffort {
  starts: number
  recombinations: number
  /** Annealing steps per atom and start, and at most so many in all. */
  stepsPerAtom: number
  mostSteps: number
}

/** Many short starts: 14 of 60 steps were cheaper and better than 8 of 220. */
export const DEFAULT_EFFORT: SearchEffort = {
  starts: 14,
  recombinations: 25,
  stepsPerAtom: 60,
  mostSteps: 1_200_000,
}

/** Attempts to find a first division for each start. */
const SEED_ATTEMPTS = 6

export interface Division {
  /** Part of each atom. */
  part: Int32Array
  price: number
  /** No division is cheaper. */
  isExact: boolean
}

/**
 * Finds a division of the atoms into contiguous parts: the cheapest one where there are few, else the best of several
 * starts, each a random seed that is recombined and annealed. null: there is none.
 */
export function findDivision(
  graph: AtomGraph,
  goals: Goals,
  seed: number,
  effort: SearchEffort = DEFAULT_EFFORT,
  begin: readonly Int32Array[] = [],
): Division | null {
  if (graph.count < goals.count) return null
  if (graph.count <= MOST_EXACT_ATOMS) {
    const part = findExactDivision(graph, goals)
    return part && { part, price: createPartition(graph, goals, part).price(), isExact: true }
  }
  const random = createRandom(seed)
  const steps = Math.min(effort.stepsPerAtom * graph.count, Math.floor(effort.mostSteps / effort.starts))
  let best: Division | null = null
  for (let start = 0; start < effort.starts; start++) {
    const part = begin[start] ?? findSeed(graph, goals, random)
    if (part === null) continue
    const partition = createPartition(graph, goals, part)
    recombine(graph, partition, {
      rounds: effort.recombinations,
      tolerance: goals.tolerance,
      mean: graph.totalWeight / goals.count,
      random,
    })
    improve(graph, goals, partition, { steps, isRamped: start % 2 === 1, random })
    const price = partition.price()
    if (best === null || price < best.price - 1e-12)
      best = { part: partition.part.slice(), price, isExact: false }
  }
  return best
}

function findSeed(graph: AtomGraph, goals: Goals, random: () => number): Int32Array | null {
  for (let attempt = 0; attempt < SEED_ATTEMPTS; attempt++) {
    const part = seedDivision(graph, goals.count, goals.tolerance, random)
    if (part) return part
  }
  return null
}

/** Anneals; a ramped start first looks for good borders with a wide band, which narrows to the wanted one. */
function improve(
  graph: AtomGraph,
  goals: Goals,
  partition: Partition,
  { steps, isRamped, random }: { steps: number; isRamped: boolean; random: () => number },
): void {
  if (isRamped) {
    const wide = createPartition(
      graph,
      { ...goals, tolerance: Math.max(0.35, 2 * goals.tolerance) },
      partition.part,
    )
    anneal(graph, wide, { steps: Math.round(steps / 3), random })
    partition.assign(wide.part)
    anneal(graph, partition, { steps: Math.round((2 * steps) / 3), hot: 0.003, random })
  } else anneal(graph, partition, { steps, random })
}

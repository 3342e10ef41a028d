import { anneal } from './anneal.ts'
import type { AtomGraph } from './atom-graph.ts'
import type { Goals } from './objective.ts'
import { createPartition, type Partition } from './partition.ts'
import { recombine, seedDivision, type TreeGoals } from './spanning-trees.ts'

/** Fixed numbers of steps: a slow machine takes longer and finds the same. */
export interface SearchEffort {
  /** Starts at most; the search ends earlier when they find nothing better. */
  starts: number
  /** After so many starts that are not clearly better the search ends, and after twice as many where there are faults. */
  patience: number
  recombinations: number
  /** Annealing steps per atom and start, and at most so many in all. */
  stepsPerAtom: number
  mostSteps: number
}

export interface Division {
  /** Part of each atom. */
  part: Int32Array
  price: number
  /** No division is cheaper. */
  isExact: boolean
  /** Parts outside of the band. */
  misses: number
  /** Small pieces that are bitten out of blocks. */
  bites: number
}

export interface Search {
  graph: AtomGraph
  goals: Goals
  effort: SearchEffort
  /** Annealing steps of a start. */
  steps: number
  random: () => number
}

/** Attempts to find a first division for each start. */
const SEED_ATTEMPTS = 6

export const describeDivision = (partition: Partition, isExact = false): Division => ({
  part: partition.part.slice(),
  price: partition.price(),
  isExact,
  misses: partition.countMisses(),
  bites: partition.countBites(),
})

/** Returns a random division, recombined; `start` says in which way. null: none was found. */
export function seedPartition({ graph, goals, effort, random }: Search, start: number): Partition | null {
  const trees: TreeGoals = { count: goals.count, tolerance: goals.tolerance, byBlocks: start % 3 > 0 }
  for (let attempt = 0; attempt < SEED_ATTEMPTS; attempt++) {
    const part = seedDivision(graph, trees, random)
    if (part === null) continue
    const partition = createPartition(graph, goals, part)
    recombine(graph, partition, trees, { rounds: effort.recombinations, random })
    return partition
  }
  return null
}

/** Anneals; a ramped start first looks for good borders with a wide band, which narrows to the wanted one. */
export function improvePartition(
  { graph, goals, steps, random }: Search,
  partition: Partition,
  isRamped: boolean,
): void {
  if (!isRamped) {
    anneal(graph, partition, { steps, random })
    return
  }
  const wide = createPartition(
    graph,
    { ...goals, tolerance: Math.max(0.35, 2 * goals.tolerance) },
    partition.part,
  )
  anneal(graph, wide, { steps: Math.round(steps / 3), random })
  partition.assign(wide.part)
  anneal(graph, partition, { steps: Math.round((2 * steps) / 3), hot: 0.003, random })
}

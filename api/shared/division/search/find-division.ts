import { anneal } from './anneal.ts'
import type { AtomGraph } from './atom-graph.ts'
import { findExactDivision, MOST_EXACT_ATOMS } from './exact-division.ts'
import type { Goals } from './objective.ts'
import { createPartition, type Partition } from './partition.ts'
import { createRandom } from './random.ts'
import { givePieceAway } from './give-piece-away.ts'
import { fillEmptyAtoms } from './fill-empty-atoms.ts'
import { MOST_SETS, testBand } from './test-band.ts'
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

/** Many short starts were cheaper and better than few long ones. */
export const DEFAULT_EFFORT: SearchEffort = {
  starts: 100,
  patience: 4,
  recombinations: 25,
  stepsPerAtom: 60,
  mostSteps: 8_000_000,
}

/** A start is clearly better from this share on. */
const CLEARLY = 0.002
/** The fewer atoms, the cheaper is a start, and the longer the search goes on. */
const FEW_ATOMS = 300
/** Attempts to give a piece of a block away that do not help before the search ends; twice as many where there are bites. */
const EXCHANGES = 8
/** Starts that look for the band alone where all others have missed it, and how much longer each of them is. */
const BAND_STARTS = 24
const BAND_STEPS = 2
const BAND_GOALS = { borders: 0.05, compactness: 0.005, bites: 0, change: 0 } as const
/** How often the borders of a division that keeps the band are improved. */
const BAND_REFINEMENTS = 4

/** Effort that the exact test of the band may take. */
const SETS_PER_START = 2000

/** Attempts to find a first division for each start. */
const SEED_ATTEMPTS = 6

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

/**
 * Finds a division of the atoms into contiguous parts: the cheapest one where there are few, else the best of several
 * starts, each a random seed that is recombined and annealed. null: there is none.
 */
export function findDivision(
  graph: AtomGraph,
  goals: Goals,
  seed: number,
  effort: SearchEffort = DEFAULT_EFFORT,
): Division | null {
  if (graph.count < goals.count) return null
  if (graph.count <= MOST_EXACT_ATOMS) {
    const part = findExactDivision(graph, goals)
    return part && describe(createPartition(graph, goals, part), true)
  }
  const steps = Math.min(effort.stepsPerAtom * graph.count, Math.floor(effort.mostSteps / effort.starts))
  const search = { graph, goals, effort, steps, random: createRandom(seed) }
  let best = runStarts(search)
  if (best !== null && best.misses > 0) {
    const answer = testBand(graph, {
      ...goals,
      mostSets: Math.min(MOST_SETS, SETS_PER_START * effort.starts),
    })
    best = lookForBand(
      search,
      best,
      answer.answer === 'possible' ? fillEmptyAtoms(graph, answer.parts) : null,
    )
  }
  return best && exchangePieces(search, best)
}

interface Search {
  graph: AtomGraph
  goals: Goals
  effort: SearchEffort
  /** Annealing steps of a start. */
  steps: number
  random: () => number
}

const describe = (partition: Partition, isExact = false): Division => ({
  part: partition.part.slice(),
  price: partition.price(),
  isExact,
  misses: partition.countMisses(),
  bites: partition.countBites(),
})

function runStarts(search: Search): Division | null {
  let best: Division | null = null
  const patience = Math.max(search.effort.patience, Math.round(FEW_ATOMS / search.graph.count))
  /** Starts since one was clearly better than those before it. */
  let idle = 0
  for (let start = 0; start < search.effort.starts; start++) {
    const partition = seed(search, start)
    if (partition === null) continue
    improve(search, partition, start % 2 === 1)
    const price = partition.price()
    idle = best === null || price < best.price * (1 - CLEARLY) ? 0 : idle + 1
    if (best === null || price < best.price - 1e-12) best = describe(partition)
    if (idle >= patience * (best.misses + best.bites === 0 ? 1 : 2)) break
  }
  return best
}

function seed({ graph, goals, effort, random }: Search, start: number): Partition | null {
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
function improve({ graph, goals, steps, random }: Search, partition: Partition, isRamped: boolean): void {
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

/** Looks for a division that keeps the band whatever its borders are, and then improves those. */
function lookForBand(search: Search, missed: Division, known: Int32Array | null): Division {
  const { graph, goals, random } = search
  const bandGoals = { ...goals, ...BAND_GOALS }
  const bandSearch = { ...search, goals: bandGoals, steps: BAND_STEPS * search.steps }
  let best = missed
  for (let start = 0; start < Math.min(BAND_STARTS, 2 * search.effort.starts); start++) {
    const witness =
      start === 0 ? createPartition(graph, bandGoals, known ?? missed.part) : seed(bandSearch, start)
    if (witness === null) continue
    if (witness.countMisses() > 0) improve(bandSearch, witness, start % 2 === 1)
    if (witness.countMisses() > 0) {
      const other = describe(createPartition(graph, goals, witness.part))
      if (other.price < best.price) best = other
      continue
    }
    for (let round = 0; round < BAND_REFINEMENTS; round++) {
      const partition = createPartition(graph, goals, witness.part)
      anneal(graph, partition, { steps: search.steps, random })
      const price = partition.price()
      if (best.misses > 0 || price < best.price) best = describe(partition)
    }
    return best
  }
  return best
}

/**
 * Improves a division from where it is. Of a division that is not contiguous, or has other parts than are wanted, nothing
 * comes: null.
 */
export function improveDivision(
  graph: AtomGraph,
  goals: Goals,
  seed: number,
  { part, effort = DEFAULT_EFFORT }: { part: Int32Array; effort?: SearchEffort },
): Division | null {
  const filled =
    new Set(part.filter((each) => each >= 0)).size === goals.count ? fillEmptyAtoms(graph, part) : null
  if (filled === null) return null
  const steps = Math.min(effort.stepsPerAtom * graph.count, Math.floor(effort.mostSteps / effort.starts))
  const random = createRandom(seed)
  let best: Division | null = null
  for (let start = 0; start < IMPROVEMENTS; start++) {
    const partition = createPartition(graph, goals, filled)
    anneal(graph, partition, { steps, hot: COOL, random })
    if (best === null || partition.price() < best.price) best = describe(partition)
  }
  return best
}

/** How often a given division is improved, and how far it may be shaken: not far from where it is. */
const IMPROVEMENTS = 6
const COOL = 0.002

/** Gives pieces of blocks away and balances again, as long as that helps. */
function exchangePieces(search: Search, division: Division): Division {
  const { graph, goals, random } = search
  let best = division
  const most = Math.min(EXCHANGES, search.effort.starts) * (best.bites > 0 ? 2 : 1)
  for (let idle = 0; idle < most; idle++) {
    const partition = createPartition(graph, goals, best.part)
    if (!givePieceAway(graph, partition, goals.count, random)) break
    improve(search, partition, idle % 2 === 1)
    const price = partition.price()
    if (price < best.price * (1 - CLEARLY)) idle = -1
    if (price < best.price) best = describe(partition)
  }
  return best
}

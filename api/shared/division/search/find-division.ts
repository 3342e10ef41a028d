import { anneal } from './anneal.ts'
import type { AtomGraph } from './atom-graph.ts'
import { findExactDivision, MOST_EXACT_ATOMS } from './exact-division.ts'
import { fillEmptyAtoms } from './fill-empty-atoms.ts'
import { givePieceAway } from './give-piece-away.ts'
import { findDivisionInBand, findDivisionWithoutBites } from './find-faultless-division.ts'
import type { Goals } from './objective.ts'
import { createPartition } from './partition.ts'
import { createRandom } from './random.ts'
import {
  describeDivision,
  type Division,
  improvePartition,
  type Search,
  type SearchEffort,
  seedPartition,
} from './start-search.ts'
import { MOST_SETS, testBand } from './test-band.ts'

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
/** Effort that the exact test of the band may take. */
const SETS_PER_START = 2000

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
    return part && describeDivision(createPartition(graph, goals, part), true)
  }
  const steps = Math.min(effort.stepsPerAtom * graph.count, Math.floor(effort.mostSteps / effort.starts))
  const search = { graph, goals, effort, steps, random: createRandom(seed) }
  let best = runStarts(search)
  if (best !== null && best.misses > 0) {
    let known: Int32Array | null = null
    testBand(graph, {
      ...goals,
      mostSets: Math.min(MOST_SETS, SETS_PER_START * effort.starts),
      accepts: (parts) => (known = fillEmptyAtoms(graph, parts)) !== null,
    })
    best = findDivisionInBand(search, best, known)
  }
  if (best === null) return null
  best = exchangePieces(search, best)
  return best.bites > 0 ? findDivisionWithoutBites(search, best) : best
}

function runStarts(search: Search): Division | null {
  let best: Division | null = null
  const patience = Math.max(search.effort.patience, Math.round(FEW_ATOMS / search.graph.count))
  /** Starts since one was clearly better than those before it. */
  let idle = 0
  for (let start = 0; start < search.effort.starts; start++) {
    const partition = seedPartition(search, start)
    if (partition === null) continue
    improvePartition(search, partition, start % 2 === 1)
    const price = partition.price()
    idle = best === null || price < best.price * (1 - CLEARLY) ? 0 : idle + 1
    if (best === null || price < best.price - 1e-12) best = describeDivision(partition)
    if (idle >= patience * (best.misses + best.bites === 0 ? 1 : 2)) break
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
    if (best === null || partition.price() < best.price) best = describeDivision(partition)
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
    improvePartition(search, partition, idle % 2 === 1)
    const price = partition.price()
    if (price < best.price * (1 - CLEARLY)) idle = -1
    if (price < best.price) best = describeDivision(partition)
  }
  return best
}

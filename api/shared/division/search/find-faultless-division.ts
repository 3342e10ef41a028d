import { anneal } from './anneal.ts'
import { createPartition } from './partition.ts'
import {
  describeDivision,
  type Division,
  improvePartition,
  type Search,
  seedPartition,
} from './start-search.ts'

/** Starts that look for the band alone where all others have missed it, and how much longer each of them is. */
const BAND_STARTS = 24
const BAND_STEPS = 2
const BAND_GOALS = { borders: 0.05, compactness: 0.005, bites: 0, change: 0 } as const
/** How often the borders of what is found are improved, and how far it may be shaken: not far from where it is. */
const REFINEMENTS = 4
const COOL = 0.003

/** Looks for a division that keeps the band whatever its borders are, and then improves those. */
export function findDivisionInBand(search: Search, missed: Division, known: Int32Array | null): Division {
  const { graph, goals, random } = search
  const bandGoals = { ...goals, ...BAND_GOALS }
  const bandSearch = { ...search, goals: bandGoals, steps: BAND_STEPS * search.steps }
  let best = missed
  for (let start = 0; start < Math.min(BAND_STARTS, 2 * search.effort.starts); start++) {
    const witness =
      start === 0 ? createPartition(graph, bandGoals, known ?? missed.part) : seedPartition(bandSearch, start)
    if (witness === null) continue
    if (witness.countMisses() > 0) improvePartition(bandSearch, witness, start % 2 === 1)
    if (witness.countMisses() > 0) {
      const other = describeDivision(createPartition(graph, goals, witness.part))
      if (other.price < best.price) best = other
      continue
    }
    for (let round = 0; round < REFINEMENTS; round++) {
      const partition = createPartition(graph, goals, witness.part)
      anneal(graph, partition, { steps: search.steps, random })
      const price = partition.price()
      if (best.misses > 0 || price < best.price) best = describeDivision(partition)
    }
    return best
  }
  return best
}

/**
 * Starts that look for pieces of blocks that are large enough where one is left that is not, and what they look at. In a
 * narrower band than this fewer of them are worth their time.
 */
const BITE_STARTS = 48
const BITE_BAND = 0.1
const BITE_GOALS = { borders: 0.02, compactness: 0.02 } as const

/** Looks for a division without bites whatever its borders are, and then improves those. */
export function findDivisionWithoutBites(search: Search, bitten: Division): Division {
  const { graph, goals, random } = search
  const wholeGoals = {
    ...goals,
    borders: BITE_GOALS.borders * goals.borders,
    compactness: BITE_GOALS.compactness,
  }
  const wholeSearch = { ...search, goals: wholeGoals }
  const starts = Math.min(
    Math.round(BITE_STARTS * Math.min(1, goals.tolerance / BITE_BAND)),
    2 * search.effort.starts,
  )
  let best = bitten
  for (let start = 0; start < starts && best.bites > 0; start++) {
    const witness =
      start === 0 ? createPartition(graph, wholeGoals, bitten.part) : seedPartition(wholeSearch, start)
    if (witness === null) continue
    improvePartition(wholeSearch, witness, start % 2 === 1)
    if (witness.countMisses() > best.misses || witness.countBites() >= best.bites) continue
    for (let round = 0; round < REFINEMENTS; round++) {
      const partition = createPartition(graph, goals, witness.part)
      anneal(graph, partition, { steps: search.steps, hot: COOL, random })
      if (partition.price() < best.price) best = describeDivision(partition)
    }
  }
  return best
}

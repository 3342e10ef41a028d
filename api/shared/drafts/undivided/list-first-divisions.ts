import type { DraftState } from '../draft-state.ts'

/** A community that had no grids before a draft. */
export interface FirstDivision {
  community: string
  grids: number
  households: number
  /** Whether the households were counted by buildings; else none is known, and the grids begin with 0. */
  isCounted: boolean
}

/** Returns the communities of the street that get their first grids between two states of a draft. */
export function listFirstDivisions(before: DraftState, after: DraftState): FirstDivision[] {
  return [...before.set.cells.values()].flatMap(({ id, community, undivided }): FirstDivision[] => {
    if (!undivided || after.set.cells.get(id)?.undivided) return []
    const grids = [...after.set.cells.values()].filter((cell) => cell.community === community)
    return [
      {
        community,
        grids: grids.length,
        households: grids.reduce((sum, cell) => sum + (after.facts.get(cell.id)?.households ?? 0), 0),
        isCounted: before.buildings?.counted.has(community) === true,
      },
    ]
  })
}

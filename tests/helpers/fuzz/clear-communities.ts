import { numberUndividedCell } from '#shared/drafts/undivided/number-undivided-cell.ts'
import { createUndividedFacts } from '#shared/drafts/undivided/undivided-facts.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'

/** Returns the draft with communities that have no grids: each is one cell, its outline. */
export function clearCommunities(state: DraftState, communities: readonly string[]): DraftState {
  const cells = new Map([...state.set.cells].filter(([, { community }]) => !communities.includes(community)))
  const facts = new Map([...state.facts].filter(([id]) => cells.has(id)))
  const places = new Map([...state.places].filter(([id]) => cells.has(id)))
  for (const community of communities) {
    const id = numberUndividedCell(community)
    const shape = state.set.outlines.get(community)?.shape ?? []
    cells.set(id, { id, community, shape, undivided: true })
    facts.set(id, createUndividedFacts(community, state.buildings, []))
    places.set(id, 'own')
  }
  return { ...state, set: { ...state.set, cells }, facts, places }
}

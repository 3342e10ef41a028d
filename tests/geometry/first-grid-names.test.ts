import { describe, expect, it } from 'vitest'
import { applyDraftChange, type DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { clearCommunities } from '../helpers/fuzz/clear-communities.ts'
import { generateDraftState } from '../helpers/fuzz/generate-draft-state.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

/** Makes the first community without grids one grid, and returns its name. */
function establish(state: DraftState): string | undefined {
  const land = [...state.set.cells.values()].find(
    (cell) => cell.undivided && state.places.get(cell.id) === 'own',
  )
  const done = runOperation(state, { op: 'establish', grid: land?.id ?? 0 })
  if (!done.ok) throw new Error('a community without grids can be made one grid')
  const made = applyDraftChange(state, done.value)
  return [...made.set.cells.values()].flatMap(({ id, community }) =>
    community === land?.community ? [made.facts.get(id)?.name] : [],
  )[0]
}

describe('the first grid of a community', () => {
  const state = generateDraftState(3, createSeededRandom(7))
  const [community = ''] = [...state.set.cells.values()].map((cell) => cell.community)
  const empty = clearCommunities(state, [community])

  it('is called in Chinese, and elsewhere as the draft says', () => {
    expect(establish(empty)).toBe('第1网格')
    expect(establish({ ...empty, firstGridName: 'Grid 1' })).toBe('Grid 1')
  })
})

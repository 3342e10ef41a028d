import { describe, expect, it } from 'vitest'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { assignSideColors } from '../../../web/features/editor/draft-canvas/assign-side-colors.ts'
import { listRetainedGrids } from '../../../web/features/editor/division/list-retained-grids.ts'
import { pickLand } from '../../../web/features/editor/draft-editor/pick-land.ts'
import { parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'

//  AABBX   A, B and C are one community, D another; X belongs to the next street
//  CCCCX
//  DDDDX
const set = parseCellSet(['AABBX', 'CCCCX', 'DDDDX'], 'ABC|D|X')
const { A, B, C, D, X } = set.ids
const state: DraftState = {
  street: 'community-1',
  set,
  facts: new Map(),
  places: new Map<CellId, 'own' | 'beside'>([
    [A, 'own'],
    [B, 'own'],
    [C, 'own'],
    [D, 'own'],
    [X, 'beside'],
  ]),
  gone: new Set(),
  renumbered: new Set(),
  crumb: CRUMB,
}

describe('picking the land that is divided', () => {
  it('takes the whole community with one tap', () => {
    expect(pickLand(state, [D], A, 'community')).toEqual([A, B, C])
  })

  it('keeps a grid of the picked community with a tap on it, and lets it go with another', () => {
    expect(pickLand(state, [A, B, C], B, 'community')).toEqual([A, C])
    expect(pickLand(state, [A, C], B, 'community')).toEqual([A, C, B])
    expect(pickLand(state, [A, C], D, 'community')).toEqual([D])
    expect(listRetainedGrids(state, [A, C]).map(({ id }) => id)).toEqual([B])
    expect(listRetainedGrids(state, [])).toEqual([])
  })

  it('adds and removes single grids, all of one community', () => {
    expect(pickLand(state, [A], B, 'grid')).toEqual([A, B])
    expect(pickLand(state, [A, B], A, 'grid')).toEqual([B])
    expect(pickLand(state, [A, B], D, 'grid')).toEqual([D])
  })

  it('takes one grid at a time for equal parts', () => {
    expect(pickLand(state, [A], B, 'one')).toEqual([B])
  })

  it('leaves alone what belongs to another street', () => {
    expect(pickLand(state, [A], X, 'community')).toEqual([A])
  })
})

describe('the colours of proposed grids', () => {
  it('differ between neighbours, where there are more grids than an order could tell apart', () => {
    const put = [A, B, C, D].flatMap((id) => set.cells.get(id) ?? [])
    const colors = assignSideColors([A, B, C, D], put, 3)
    for (const [one, other] of [
      [A, B],
      [A, C],
      [B, C],
      [C, D],
    ] as const)
      expect(colors.get(one), `${one} and ${other}`).not.toBe(colors.get(other))
  })

  it('follow the order of the figures while there are three at most', () => {
    expect([...assignSideColors([B, A], [], 6)]).toEqual([
      [B, 0],
      [A, 1],
    ])
  })
})

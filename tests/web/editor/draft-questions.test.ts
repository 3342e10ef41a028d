// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { appendOperation, createDraftHistory, type DraftHistory } from '#shared/drafts/draft-history.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { findDesertedGrids } from '../../../web/features/editor/draft-editor/find-deserted-grids.ts'
import { createDraftName } from '#shared/drafts/names/create-draft-name.ts'
import { summarizeDraft } from '../../../web/features/editor/panel/summarize-draft.ts'
import { aDraftOf, withPremises } from '../../helpers/drafts/a-draft-state.ts'
import { parseCellSet, toDrawingPoint } from '../../helpers/geometry/parse-cell-set.ts'

/** What the draft editor asks before a drawing becomes a step, and before a draft is handed in. */

const set = parseCellSet(['AB'], 'AB')
const { A, B } = set.ids
const pair = (x: number, y: number): [number, number] => {
  const [a, b] = toDrawingPoint(x, y)
  return [a, b]
}
const cut = (x: number): DraftOperation => ({
  op: 'split',
  grid: A,
  line: [pair(x, -0.1), pair(x, 1.1)],
  newGrid: -1,
})
const changeOf = (state: DraftState, operation: DraftOperation) => {
  const result = runOperation(state, operation)
  if (!result.ok) throw new Error(result.reason.code)
  return result.value
}
const draft = aDraftOf(set, {
  [A]: { name: '一格', households: 60, fullTimeWorkers: 1, branchSince: '2015-01-01' },
  [B]: { name: '二格', households: 40, branchSince: '2016-01-01' },
})

describe('a cut that leaves a grid of one household or none', () => {
  it('is asked about, with the grid and its households', () => {
    expect(findDesertedGrids(draft, changeOf(draft, cut(0.02))).map(({ households }) => households)).toEqual([
      1,
    ])
  })

  it('is not asked about where both sides have households, or where there were none before', () => {
    expect(findDesertedGrids(draft, changeOf(draft, cut(0.5)))).toEqual([])
    const empty = aDraftOf(set, { [A]: { households: 1 } })
    expect(findDesertedGrids(empty, changeOf(empty, cut(0.5)))).toEqual([])
  })

  it('is not asked about where a park or a mall gets a grid of its own', () => {
    const { x, y } = { x: 0.4, y: 0.4 }
    const ring = [pair(x, y), pair(x + 0.05, y), pair(x + 0.05, y + 0.05), pair(x, y + 0.05), pair(x, y)]
    expect(findDesertedGrids(draft, changeOf(draft, { op: 'carve', ring, newGrid: -1 }))).toEqual([])
  })
})

describe('the summary of a draft', () => {
  const run = (history: DraftHistory, operation: DraftOperation): DraftHistory =>
    appendOperation(history, {
      id: 'step',
      ...applyProposal(history.state, operation, changeOf(history.state, operation)),
    })

  it('counts changed grids, moved households, premises, branches and hints', () => {
    const start = createDraftHistory(withPremises(draft, [[0.1, 0.5]]))
    const after = run(run(start, cut(0.5)), { op: 'merge', grids: [B, A, -1], keep: B })
    const hint = { severity: 'warning' } as Parameters<typeof summarizeDraft>[1][number]
    expect(summarizeDraft(after, [hint, hint])).toEqual({
      grids: { new: 0, changed: 1, retired: 1, described: 0 },
      households: 60,
      premises: 1,
      branches: 1,
      streets: [],
      hints: 2,
    })
  })

  it('takes no corrected number for moved households', () => {
    const corrected = run(createDraftHistory(draft), { op: 'describe', grid: A, values: { households: 20 } })
    expect(summarizeDraft(corrected, [])).toMatchObject({ grids: { described: 1 }, households: 0 })
    expect(summarizeDraft(run(corrected, cut(0.5)), []).households).toBe(10)
  })

  it('is empty where everything was taken back', () => {
    expect(summarizeDraft(createDraftHistory(draft), []).grids).toEqual({
      new: 0,
      changed: 0,
      retired: 0,
      described: 0,
    })
  })
})

it('the proposed name of a draft is one that no other draft of the street has', () => {
  expect(createDraftName('网格调整', new Set())).toBe('网格调整')
  expect(createDraftName('网格调整', new Set(['网格调整', '网格调整 2']))).toBe('网格调整 3')
  const long = 'x'.repeat(80)
  const [first, second] = [createDraftName(long, new Set()), createDraftName(long, new Set(['x'.repeat(60)]))]
  expect([first.length, second.length, first === second]).toEqual([60, 60, false])
})

import { describe, expect, it } from 'vitest'
import type { Assignment, DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { applyDraftChange } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { aDraftOf, withPremises } from '../../helpers/drafts/a-draft-state.ts'
import { parseCellSet, toDrawingPoint } from '../../helpers/geometry/parse-cell-set.ts'

describe('a gap that is filled', () => {
  //  AB
  //  ..   the gap, with premises 1; premises 2 stand in C
  //  CC
  const whole = parseCellSet(['AB', 'GG', 'CC'])
  const { A, C, G } = whole.ids
  const gappy = { ...whole, cells: new Map([...whole.cells].filter(([id]) => id !== G)) }
  const state = withPremises(aDraftOf(gappy, { [A]: { households: 10, fullTimeWorkers: 1 } }), [
    [0.5, 1.5],
    [0.5, 0.5],
  ])
  const [x, y] = toDrawingPoint(0.5, 1.5)
  const fill = (assign?: Assignment): DraftOperation => ({
    op: 'fillGap',
    at: [x, y],
    grid: A,
    ...(assign ? { assign } : {}),
  })

  it('gives the premises on it to the grid that receives the ground, chosen or not', () => {
    expect(state.premises!.owner).toEqual([null, C])
    const choice = {
      premises: [{ id: 1, grid: A }],
      workers: [{ grid: A, fullTimeWorkers: 1, partTimeWorkers: 0 }],
    }
    for (const operation of [fill(), fill(choice)]) {
      const result = runOperation(state, operation)
      if (!result.ok) throw new Error(result.reason.code)
      const proposed = applyProposal(state, operation, result.value)
      expect(proposed.operation).toEqual(operation)
      const after = applyDraftChange(state, proposed.change)
      expect(after.premises!.owner).toEqual([A, C])
      expect(after.facts.get(A)!.fullTimeWorkers).toBe(1)
    }
  })

  it.each<[string, Assignment]>([
    ['assigned_elsewhere', { premises: [{ id: 1, grid: C }] }],
    ['unknown_premises', { premises: [{ id: 2, grid: A }] }],
    ['unknown_branch', { branches: [{ grid: A, from: [C] }] }],
    ['workers_differ', { workers: [{ grid: A, fullTimeWorkers: 2, partTimeWorkers: 0 }] }],
  ])('refuses with %s a choice that cannot be: %j', (code, assign) => {
    const result = runOperation(state, fill(assign))
    expect(result.ok ? 'accepted' : result.reason.code).toBe(code)
  })
})

import { describe, expect, it } from 'vitest'
import { merge } from '#shared/geometry/operations/merge.ts'
import { toDrawingPoint, parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'
import { measureSizes, applyOperation, getOutcome } from '../../helpers/geometry/apply-operation.ts'

describe('merge', () => {
  const set = parseCellSet(['AAB', 'AAB', 'CCC'], 'ABC')

  it('keeps the largest cell, keeps every vertex of the neighbours, and retires the others', () => {
    const after = applyOperation(set, merge(set, { cells: [set.ids.A, set.ids.B] }))
    expect(measureSizes(after)).toEqual({ [set.ids.A]: 6, [set.ids.C]: 3 })
    expect(after.cells.get(set.ids.A)?.shape[0]?.[0]).toContainEqual(toDrawingPoint(2, 3))
  })

  it('keeps the requested cell', () => {
    expect(
      measureSizes(applyOperation(set, merge(set, { cells: [set.ids.A, set.ids.B], keep: set.ids.B }))),
    ).toEqual({
      [set.ids.B]: 6,
      [set.ids.C]: 3,
    })
  })

  it('absorbs an enclave without leaving a hole', () => {
    const ring = parseCellSet(['AAA', 'AEA', 'AAA'])
    const after = applyOperation(ring, merge(ring, { cells: [ring.ids.A, ring.ids.E] }))
    expect(after.cells.get(ring.ids.A)?.shape.map((polygon) => polygon.length)).toEqual([1])
  })

  it.each([
    ['one_is_not_enough', ['A', 'A']],
    ['different_communities', ['A', 'D']],
    ['not_adjacent', ['B', 'E']],
    ['unknown_cell', ['A', 'Z']],
  ])('rejects with %s', (code, letters) => {
    //  ABA   B and E only touch in a point
    //  AAE
    //  DDD
    const mixed = parseCellSet(['ABA', 'AAE', 'DDD'], 'ABE|D')
    const ids = new Map(Object.entries(mixed.ids))
    expect(getOutcome(merge(mixed, { cells: letters.map((letter) => ids.get(letter) ?? 99) }))).toBe(code)
  })
})

import { describe, expect, it } from 'vitest'
import { applyChange, type CellSet } from '#shared/geometry/cell-set.ts'
import { fillGap } from '#shared/geometry/operations/fill-gap.ts'
import { toDrawingPoint, parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'
import { measureSizes, expectTiling, getOutcome } from '../../helpers/geometry/apply-operation.ts'

describe('fillGap', () => {
  //  AB
  //  ..   the gap lies between
  //  CC
  const whole = parseCellSet(['AB', 'GG', 'CC'])
  const { A, B, C, G } = whole.ids
  const gappy: CellSet = {
    cells: new Map([...whole.cells].filter(([id]) => id !== G)),
    outlines: whole.outlines,
  }

  it('adds the area to the chosen neighbour', () => {
    for (const [cell, grown] of [
      [A, 3],
      [C, 4],
    ] as const) {
      const result = fillGap(gappy, { at: toDrawingPoint(0.5, 1.5), cell })
      if (!result.ok) throw new Error(result.reason.code)
      const after = applyChange(gappy, result.value)
      expectTiling(after)
      expect(measureSizes(after)[cell]).toBe(grown)
    }
  })

  it.each([
    ['not_a_gap', B, toDrawingPoint(0.5, 2.5)],
    ['unknown_cell', 99, toDrawingPoint(0.5, 1.5)],
  ] as const)('rejects with %s', (code, cell, place) => {
    expect(getOutcome(fillGap(gappy, { at: place, cell }))).toBe(code)
  })

  it('rejects a cell that is not adjacent to the gap', () => {
    //  G.D   D touches nothing of the gap's border
    const far = parseCellSet(['GBD'])
    const set: CellSet = {
      cells: new Map([...far.cells].filter(([id]) => id !== far.ids.G)),
      outlines: far.outlines,
    }
    expect(getOutcome(fillGap(set, { at: toDrawingPoint(0.5, 0.5), cell: far.ids.D }))).toBe('not_adjacent')
  })
})

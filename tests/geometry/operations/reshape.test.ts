import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { reshape } from '#shared/geometry/operations/reshape.ts'
import { toDrawingPoint, parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'
import {
  measureSize,
  measureSizes,
  applyOperation,
  getOutcome,
} from '../../helpers/geometry/apply-operation.ts'

describe('reshape', () => {
  //  AB
  //  AB
  //  CC
  const set = parseCellSet(['AB', 'AB', 'CC'], 'AB|C')
  const { A, B, C } = set.ids
  const redraw = (...line: Point[]) => reshape(set, { cell: A, line })

  it('moves a border on both sides at once', () => {
    expect(
      measureSizes(
        applyOperation(set, redraw(toDrawingPoint(1, 1.5), toDrawingPoint(1.4, 2), toDrawingPoint(1, 2.5))),
      ),
    ).toMatchObject({
      [A]: 2.2,
      [B]: 1.8,
    })
    expect(
      measureSizes(
        applyOperation(set, redraw(toDrawingPoint(1, 1.5), toDrawingPoint(0.6, 2), toDrawingPoint(1, 2.5))),
      ),
    ).toMatchObject({
      [A]: 1.8,
      [B]: 2.2,
    })
  })

  it('follows a line that crosses the old border several times', () => {
    const after = applyOperation(
      set,
      redraw(
        toDrawingPoint(1, 1.2),
        toDrawingPoint(1.3, 1.5),
        toDrawingPoint(0.7, 2.3),
        toDrawingPoint(1, 2.8),
      ),
    )
    expect(measureSize(after.cells.get(A)?.shape) + measureSize(after.cells.get(B)?.shape)).toBeCloseTo(4, 9)
    expect(measureSizes(after)[A]).not.toBe(2)
  })

  it('moves the community border as well, and the border of every unit that contains only one of the two', () => {
    const after = applyOperation(
      set,
      redraw(
        toDrawingPoint(0.2, 1),
        toDrawingPoint(0.2, 0.6),
        toDrawingPoint(0.8, 0.6),
        toDrawingPoint(0.8, 1),
      ),
    )
    expect(measureSizes(after)).toMatchObject({ [A]: 2.24, [C]: 1.76 })
    expect(measureSize(after.outlines.get('community-1')?.shape)).toBeCloseTo(4.24, 9)
    expect(measureSize(after.outlines.get('street')?.shape)).toBeCloseTo(6, 9)
  })

  it('extends the border between two neighbours that meet between the ends of the line', () => {
    // B and C meet at the corner of A that the line cuts off
    const after = applyOperation(
      set,
      redraw(toDrawingPoint(0.6, 1), toDrawingPoint(0.8, 1.2), toDrawingPoint(1, 1.4)),
    )
    expect(measureSizes(after)).toEqual({ [A]: 1.92, [B]: 2.04, [C]: 2.04 })
    // the outlines of both communities follow, the one of the street does not
    expect(measureSize(after.outlines.get('community-1')?.shape)).toBeCloseTo(3.96, 9)
    expect(measureSize(after.outlines.get('street')?.shape)).toBeCloseTo(6, 9)
  })

  it('extends the borders between several neighbours at several places of one straight line', () => {
    //  AAAA
    //  BCDE
    const row = parseCellSet(['AAAA', 'BCDE'])
    const after = applyOperation(
      row,
      reshape(row, {
        cell: row.ids.A,
        line: [
          toDrawingPoint(0, 1),
          toDrawingPoint(0.5, 1.5),
          toDrawingPoint(3.5, 1.5),
          toDrawingPoint(4, 1),
        ],
      }),
    )
    const sizes = measureSizes(after)
    expect(sizes[row.ids.A]).toBe(2.25)
    for (const cell of ['B', 'C', 'D', 'E'] as const) expect(sizes[row.ids[cell]]).toBeGreaterThan(1.3)
  })

  it.each<[string, Point[]]>([
    ['ends_not_on_border', [toDrawingPoint(1, 1.5), toDrawingPoint(1.5, 2)]],
    ['nothing_changes', [toDrawingPoint(1, 1.5), toDrawingPoint(1, 2.5)]],
    ['outside_area', [toDrawingPoint(0, 1.5), toDrawingPoint(-0.4, 2), toDrawingPoint(0, 2.5)]],
    ['outside_area', [toDrawingPoint(0, 1.5), toDrawingPoint(0.4, 2), toDrawingPoint(0, 2.5)]],
  ])('rejects with %s', (code, line) => {
    expect(getOutcome(redraw(...line))).toBe(code)
  })

  it('rejects a line that divides a neighbour', () => {
    //  A bar of A would go through B to the far side
    const pair = parseCellSet(['AB', 'AB'])
    expect(
      getOutcome(
        reshape(pair, {
          cell: pair.ids.A,
          line: [
            toDrawingPoint(1, 0.9),
            toDrawingPoint(2, 0.9),
            toDrawingPoint(2, 1.1),
            toDrawingPoint(1, 1.1),
          ],
        }),
      ),
    ).toBe('breaks_a_grid')
  })

  it('keeps an enclave inside the transferred area', () => {
    //  ABBB
    //  ABEB
    //  ABBB
    const around = parseCellSet(['ABBB', 'ABEB', 'ABBB'])
    const after = applyOperation(
      around,
      reshape(around, {
        cell: around.ids.A,
        line: [
          toDrawingPoint(1, 0.2),
          toDrawingPoint(3.5, 0.5),
          toDrawingPoint(3.5, 2.5),
          toDrawingPoint(1, 2.8),
        ],
      }),
    )
    expect(after.cells.get(around.ids.E)).toEqual(around.cells.get(around.ids.E))
    expect(measureSizes(after)[around.ids.B]).toBe(3.25)
  })
})

import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { split } from '#shared/geometry/operations/split.ts'
import { toDrawingPoint, parseCellSet, SQUARE_SIZE } from '../../helpers/geometry/parse-cell-set.ts'
import { measureSizes, applyOperation, getOutcome } from '../../helpers/geometry/apply-operation.ts'

describe('split', () => {
  //  AAB
  //  AAB
  //  CCC
  const set = parseCellSet(['AAB', 'AAB', 'CCC'], 'AB|C')
  const { A, B } = set.ids
  const cut = (...line: Point[]) => split(set, { cell: A, line, newId: 9 })

  it('splits a cell in two, and the larger part keeps the id', () => {
    const after = applyOperation(set, cut(toDrawingPoint(0.5, 0.5), toDrawingPoint(0.5, 3.5)))
    expect(measureSizes(after)).toMatchObject({ [A]: 3, 9: 1 })
    expect(after.cells.get(9)?.community).toBe('community-1')
  })

  it('inserts the new vertex into the neighbour across the border, its community and its street', () => {
    const result = cut(toDrawingPoint(0.7, 0.5), toDrawingPoint(0.7, 3.5))
    const after = applyOperation(set, result)
    const place = String(toDrawingPoint(0.7, 1))
    for (const shape of [after.cells.get(set.ids.C)?.shape, after.outlines.get('community-2')?.shape]) {
      expect((shape ?? []).flat(2).map(String)).toContain(place)
    }
    expect((after.outlines.get('street')?.shape ?? []).flat(2).map(String)).toContain(
      String(toDrawingPoint(0.7, 3)),
    )
  })

  it('snaps a line end to a nearby vertex', () => {
    const after = applyOperation(
      set,
      cut([10, SQUARE_SIZE + 8], [SQUARE_SIZE - 12, 2 * SQUARE_SIZE + 5], toDrawingPoint(2, 3)),
    )
    expect((after.cells.get(9)?.shape ?? []).flat(2)).toContainEqual(toDrawingPoint(2, 3))
    expect((after.cells.get(9)?.shape ?? []).flat(2)).toContainEqual(toDrawingPoint(0, 1))
  })

  it('leaves a neighbour unchanged that the line extends into', () => {
    const after = applyOperation(set, cut(toDrawingPoint(-0.5, 2), toDrawingPoint(3.5, 2)))
    expect(measureSizes(after)).toMatchObject({ [A]: 2, 9: 2, [B]: 2 })
    expect((after.cells.get(B)?.shape ?? []).flat(2).map(String)).toContain(String(toDrawingPoint(2, 2)))
  })

  it.each<[string, Point[]]>([
    ['line_misses', [toDrawingPoint(2.2, 0.2), toDrawingPoint(2.8, 0.8)]],
    ['line_dangles', [toDrawingPoint(0.5, 3.5), toDrawingPoint(0.5, 2)]],
    ['line_along_border', [toDrawingPoint(2, 3), toDrawingPoint(2, 1)]],
    ['line_touches_only', [toDrawingPoint(-1, 2), toDrawingPoint(1, 4)]],
    [
      'too_many_parts',
      [
        toDrawingPoint(0.2, 3.5),
        toDrawingPoint(0.4, 0.5),
        toDrawingPoint(0.6, 3.5),
        toDrawingPoint(0.8, 0.5),
        toDrawingPoint(1, 3.5),
      ],
    ],
    [
      'self_crossing',
      [toDrawingPoint(0.2, 3.5), toDrawingPoint(1, 2), toDrawingPoint(1.5, 2.5), toDrawingPoint(0.2, 1.5)],
    ],
    ['zero_length', [toDrawingPoint(1, 2), toDrawingPoint(1, 2)]],
    ['too_few_points', [toDrawingPoint(1, 2)]],
    ['not_a_number', [[Number.NaN, 5], toDrawingPoint(1, 2)]],
    ['outside_lattice', [[4e12, 5], toDrawingPoint(1, 2)]],
    ['outside_lattice', [[0.5, 5], toDrawingPoint(1, 2)]],
  ])('rejects with %s', (code, line) => {
    expect(getOutcome(cut(...line))).toBe(code)
  })

  it('rejects unknown cells and ids that are taken', () => {
    const line = [toDrawingPoint(0.5, 0.5), toDrawingPoint(0.5, 3.5)]
    expect(getOutcome(split(set, { cell: 77, line, newId: 9 }))).toBe('unknown_cell')
    expect(getOutcome(split(set, { cell: A, line, newId: B }))).toBe('id_taken')
  })

  it('splits a ring through its hole', () => {
    //  AAA
    //  AEA   E: enclave
    //  AAA
    const ring = parseCellSet(['AAA', 'AEA', 'AAA'])
    const after = applyOperation(
      ring,
      split(ring, { cell: ring.ids.A, line: [toDrawingPoint(1.5, -1), toDrawingPoint(1.5, 4)], newId: 9 }),
    )
    expect(measureSizes(after)).toEqual({ [ring.ids.A]: 4, [ring.ids.E]: 1, 9: 4 })
    expect(
      getOutcome(
        split(ring, {
          cell: ring.ids.A,
          line: [toDrawingPoint(1.5, -1), toDrawingPoint(1.5, 1.5)],
          newId: 9,
        }),
      ),
    ).toBe('does_not_divide')
  })

  describe('inside a ring', () => {
    //  AAAA
    //  AEAA   E: enclave
    //  AAAA
    const ring = parseCellSet(['AAAA', 'AEAA', 'AAAA'])
    const inside = (...line: Point[]) => split(ring, { cell: ring.ids.A, line, newId: 9 })

    it('divides along a line that starts and ends on an enclave', () => {
      const after = applyOperation(
        ring,
        inside(
          toDrawingPoint(1.5, 1.7),
          toDrawingPoint(3, 1.7),
          toDrawingPoint(3, 1.2),
          toDrawingPoint(1.5, 1.2),
        ),
      )
      expect(measureSizes(after)).toEqual({ [ring.ids.A]: 10.5, [ring.ids.E]: 1, 9: 0.5 })
    })

    it('divides along a closed line, also round the enclave', () => {
      const loop = (west: number, east: number) =>
        inside(
          toDrawingPoint(west, 0.5),
          toDrawingPoint(east, 0.5),
          toDrawingPoint(east, 2.5),
          toDrawingPoint(west, 2.5),
          toDrawingPoint(west, 0.5),
        )
      expect(measureSizes(applyOperation(ring, loop(2.5, 3.5)))).toMatchObject({ [ring.ids.A]: 9, 9: 2 })
      expect(measureSizes(applyOperation(ring, loop(0.5, 2.5)))).toMatchObject({ [ring.ids.A]: 8, 9: 3 })
    })
  })

  it('joins a crumb with the part beside it and says where', () => {
    // a hook of 8 m × 4 m beyond the border, and back
    const line: Point[] = [
      toDrawingPoint(0.5, 0.9),
      toDrawingPoint(0.5, 2.9),
      [5200, 30_020],
      [5900, 30_060],
      [6000, 29_950],
      [6700, 29_930],
      [6800, 30_100],
    ]
    const result = cut(...line)
    const after = applyOperation(set, result)
    expect(after.cells.get(9)?.shape).toHaveLength(1)
    const notes = result.ok ? result.value.notes : []
    expect(notes).toEqual([{ code: 'crumb_joined', at: expect.anything(), areaM2: expect.any(Number) }])
    expect(notes?.[0]?.areaM2).toBeLessThan(200)
    expect(notes?.[0]?.at[1]).toBeGreaterThan(29_900)
    const strict = split(set, { cell: A, line, newId: 9, crumb: { share: 0.01, areaM2: 1 } })
    expect(strict).toMatchObject({
      ok: false,
      reason: { code: 'too_many_parts', count: 3, at: [expect.any(Number), expect.any(Number)] },
    })
  })

  it('refuses a line that crosses borders more than a thousand times, before it divides them all', () => {
    const line = Array.from({ length: 1900 }, (_, i) =>
      toDrawingPoint(0.2 + (2.6 * i) / 1900, i % 2 === 0 ? 0.8 : 1.2),
    )
    expect(cut(...line)).toMatchObject({ ok: false, reason: { code: 'too_many_crossings', count: 1000 } })
  })

  it('drops a small loop of the hand', () => {
    const after = applyOperation(
      set,
      cut(
        toDrawingPoint(0.5, 0.5),
        toDrawingPoint(0.5, 2),
        [5050, 20_050],
        [4950, 20_050],
        [5050, 19_980],
        toDrawingPoint(0.5, 3.5),
      ),
    )
    expect(measureSizes(after)[9]).toBeCloseTo(1, 2)
  })

  it('leaves islands with the larger part', () => {
    //  AA.A
    const islands = parseCellSet(['AA.A'])
    const after = applyOperation(
      islands,
      split(islands, { cell: 1, line: [toDrawingPoint(0.7, -1), toDrawingPoint(0.7, 2)], newId: 9 }),
    )
    expect(measureSizes(after)).toEqual({ 1: 2.3, 9: 0.7 })
  })
})

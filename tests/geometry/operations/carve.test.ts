import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { carve } from '#shared/geometry/operations/carve.ts'
import { toDrawingPoint, parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'
import { measureSizes, applyOperation, getOutcome } from '../../helpers/geometry/apply-operation.ts'

describe('carve', () => {
  //  AB
  //  AB
  //  CC
  const set = parseCellSet(['AB', 'AB', 'CC'], 'AB|C')
  const { A, B } = set.ids
  const draw = (...ring: Point[]) => carve(set, { ring: [...ring, ...ring.slice(0, 1)], newId: 9 })

  it('takes the area inside the ring from every cell', () => {
    const after = applyOperation(
      set,
      draw(
        toDrawingPoint(0.5, 1.5),
        toDrawingPoint(1.5, 1.5),
        toDrawingPoint(1.5, 2.5),
        toDrawingPoint(0.5, 2.5),
      ),
    )
    expect(measureSizes(after)).toMatchObject({ 9: 1, [A]: 1.5, [B]: 1.5 })
  })

  it('creates an enclave where the ring touches no border, in either direction', () => {
    const ring = [
      toDrawingPoint(0.2, 1.2),
      toDrawingPoint(0.8, 1.2),
      toDrawingPoint(0.8, 1.8),
      toDrawingPoint(0.2, 1.8),
    ]
    const after = applyOperation(set, draw(...ring))
    expect(measureSizes(after)).toMatchObject({ 9: 0.36, [A]: 1.64 })
    expect(measureSizes(applyOperation(set, draw(...ring.toReversed())))).toEqual(measureSizes(after))
  })

  it('follows an existing border when drawn along it', () => {
    const after = applyOperation(
      set,
      draw(toDrawingPoint(0, 2), toDrawingPoint(1, 2), toDrawingPoint(1, 3), toDrawingPoint(0, 3)),
    )
    expect(measureSizes(after)).toMatchObject({ 9: 1, [A]: 1 })
  })

  it.each<[string, Point[]]>([
    [
      'different_communities',
      [
        toDrawingPoint(0.5, 0.5),
        toDrawingPoint(0.8, 0.5),
        toDrawingPoint(0.8, 1.5),
        toDrawingPoint(0.5, 1.5),
      ],
    ],
    [
      'swallows_a_grid',
      [toDrawingPoint(0, 1), toDrawingPoint(1, 1), toDrawingPoint(1.5, 3), toDrawingPoint(0, 3)],
    ],
    [
      'breaks_a_grid',
      [toDrawingPoint(0, 1.8), toDrawingPoint(1, 1.8), toDrawingPoint(1, 2.2), toDrawingPoint(0, 2.2)],
    ],
    [
      'outside_area',
      [
        toDrawingPoint(-0.5, 1.5),
        toDrawingPoint(0.5, 1.5),
        toDrawingPoint(0.5, 2.5),
        toDrawingPoint(-0.5, 2.5),
      ],
    ],
    [
      'self_crossing',
      [
        toDrawingPoint(0.2, 1.2),
        toDrawingPoint(0.8, 1.8),
        toDrawingPoint(0.8, 1.2),
        toDrawingPoint(0.2, 1.8),
      ],
    ],
  ])('rejects with %s', (code, ring) => {
    expect(getOutcome(draw(...ring))).toBe(code)
  })

  it('rejects a ring that is not closed', () => {
    expect(
      getOutcome(
        carve(set, {
          ring: [
            toDrawingPoint(0.2, 1.2),
            toDrawingPoint(0.8, 1.2),
            toDrawingPoint(0.8, 1.8),
            toDrawingPoint(0.2, 1.8),
          ],
          newId: 9,
        }),
      ),
    ).toBe('ring_not_closed')
  })
})

import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { moveVertex } from '#shared/geometry/operations/move-vertex.ts'
import { toDrawingPoint, parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'
import { applyOperation, getOutcome } from '../../helpers/geometry/apply-operation.ts'

describe('moveVertex', () => {
  const set = parseCellSet(['AB', 'CC'], 'AB|C')

  it('moves the vertex in every cell that has it', () => {
    const after = applyOperation(
      set,
      moveVertex(set, { from: toDrawingPoint(1, 1), to: toDrawingPoint(1.2, 1.3) }),
    )
    expect(
      [...after.cells.values()].every((cell) =>
        cell.shape.flat(2).some((point) => String(point) === String(toDrawingPoint(1.2, 1.3))),
      ),
    ).toBe(true)
  })

  it.each<[string, Point, Point]>([
    ['unknown_vertex', toDrawingPoint(0.5, 0.5), toDrawingPoint(0.6, 0.6)],
    ['nothing_changes', toDrawingPoint(1, 1), toDrawingPoint(1, 1)],
    ['too_close', toDrawingPoint(1, 1), toDrawingPoint(2, 1)],
    ['crosses_border', toDrawingPoint(1, 1), toDrawingPoint(1, -0.5)],
    ['outside_lattice', toDrawingPoint(1, 1), [0.5, 3]],
  ])('rejects with %s', (code, from, to) => {
    expect(getOutcome(moveVertex(set, { from, to }))).toBe(code)
  })
})

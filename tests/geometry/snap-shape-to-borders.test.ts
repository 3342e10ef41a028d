import { describe, expect, it } from 'vitest'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { applyChange, type Cell, type CellSet } from '#shared/geometry/cell-set.ts'
import { SHAPE_SNAP_DISTANCE, snapShapeToBorders } from '#shared/geometry/topology/snap-shape-to-borders.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { buildChange } from '#shared/geometry/operations/build-change.ts'

/**
 *     0,1000 ── 1000,1000 ── 2000,1000
 *        │   1      │      2     │
 *       0,0 ──── 1000,0 ───── 2000,0
 */
const ring = (...points: Point[]): MultiPolygon => [[points]]
const one: Cell = { id: 1, community: 'A', shape: ring([0, 0], [1000, 0], [1000, 1000], [0, 1000]) }
const two: Cell = { id: 2, community: 'A', shape: ring([1000, 0], [2000, 0], [2000, 1000], [1000, 1000]) }
const outline = ring([0, 0], [1000, 0], [2000, 0], [2000, 1000], [1000, 1000], [0, 1000])
const set: CellSet = {
  cells: new Map([
    [1, one],
    [2, two],
  ]),
  outlines: new Map([['A', { shape: outline, communities: new Set(['A']) }]]),
}

const put = (before: CellSet, id: number, drawn: MultiPolygon): CellSet => {
  const { shape, inserted } = snapShapeToBorders(before, drawn, id)
  return applyChange(
    before,
    buildChange(before, { operation: 'redraw', put: [{ id, community: 'A', shape }], inserted }),
  )
}
const holds = ({ cells, outlines }: CellSet) =>
  certifyTiling(
    toFlatPolygons([...cells.values()].map(({ shape }) => shape)),
    toFlatPolygons([outlines.get('A')!.shape]),
  ).holds

describe('a shape drawn in another program', () => {
  it('snaps to the existing borders, which undoes rounding', () => {
    const rounded = ring([3, -4], [997, 5], [1004, 1003], [-2, 996])
    expect(snapShapeToBorders(set, rounded, 1)).toEqual({ shape: one.shape, inserted: new Map() })
  })

  it('keeps vertices that were really moved', () => {
    const moved = snapShapeToBorders(
      set,
      ring([0, 0], [1000, 0], [1000 + 3 * SHAPE_SNAP_DISTANCE, 500], [1000, 1000], [0, 1000]),
      1,
    )
    expect(moved.shape).toEqual(
      ring([0, 0], [1000, 0], [1000 + 3 * SHAPE_SNAP_DISTANCE, 500], [1000, 1000], [0, 1000]),
    )
  })

  it('adds a new border vertex to both sides and to the outline, so that two halves tile again', () => {
    // cut from (500, 2), near the outer border, to a place near the middle one
    const half = put(set, 1, ring([0, 0], [500, 2], [1003, 600], [1000, 1000], [0, 1000]))
    expect(holds(half)).toBe(false)
    expect(half.cells.get(2)!.shape).toEqual(
      ring([1000, 0], [2000, 0], [2000, 1000], [1000, 1000], [1000, 600]),
    )
    expect(half.outlines.get('A')!.shape).toEqual(
      ring([0, 0], [500, 0], [1000, 0], [2000, 0], [2000, 1000], [1000, 1000], [0, 1000]),
    )
    const whole = put(half, -1, ring([498, -3], [1002, 4], [996, 603]))
    expect(whole.cells.get(-1)!.shape).toEqual(ring([500, 0], [1000, 0], [1000, 600]))
    expect(holds(whole)).toBe(true)
  })

  it('imports the vertices that its neighbours have on its edges', () => {
    const bent = put(set, 2, ring([1000, 0], [2000, 0], [2000, 1000], [1000, 1000], [1000, 400]))
    const { shape } = snapShapeToBorders(bent, ring([0, 0], [1000, 0], [1000, 1000], [0, 1000], [0, 500]), 1)
    expect(shape).toEqual(ring([0, 0], [1000, 0], [1000, 400], [1000, 1000], [0, 1000], [0, 500]))
  })
})

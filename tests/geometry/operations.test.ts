import { describe, expect, it } from 'vitest'
import { applyChange, type CellSet, type GridChange, reverseChange } from '#shared/geometry/cell-set.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { carve } from '#shared/geometry/operations/carve.ts'
import { fillGap } from '#shared/geometry/operations/fill-gap.ts'
import { merge } from '#shared/geometry/operations/merge.ts'
import { moveVertex } from '#shared/geometry/operations/move-vertex.ts'
import { reshape } from '#shared/geometry/operations/reshape.ts'
import { split } from '#shared/geometry/operations/split.ts'
import type { Result } from '#shared/geometry/result.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { toDrawingPoint, parseCellSet, SQUARE_SIZE } from '../helpers/geometry/parse-cell-set.ts'

/** Size in squares of the drawing. */
const size = (shape: MultiPolygon | undefined) =>
  (shape ?? []).flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring) / 2 / SQUARE_SIZE ** 2, 0)
const sizes = (set: CellSet) =>
  Object.fromEntries([...set.cells].map(([id, cell]) => [id, Math.round(size(cell.shape) * 1000) / 1000]))

function expectTiling(set: CellSet): void {
  for (const [unit, { shape, communities }] of set.outlines) {
    const cells = [...set.cells.values()]
      .filter((cell) => communities.has(cell.community))
      .map((cell) => cell.shape)
    expect(certifyTiling(toFlatPolygons(cells), toFlatPolygons([shape])), unit).toEqual({
      holds: true,
      open: [],
      uncovered: [],
    })
  }
  for (const cell of set.cells.values())
    expect(findSelfIntersection(cell.shape), `cell ${cell.id}`).toBeNull()
}

/** Applies a change that must be allowed, and checks that the tiling holds and that its reverse restores every bit. */
function apply(set: CellSet, result: Result<GridChange>): CellSet {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.reason)}`)
  const after = applyChange(set, result.value)
  expectTiling(after)
  const back = applyChange(after, reverseChange(set, result.value))
  expect(new Map([...back.cells].sort(([a], [b]) => a - b))).toEqual(set.cells)
  expect(back.outlines).toEqual(set.outlines)
  return after
}

const codeOf = (result: Result<GridChange>) => (result.ok ? 'allowed' : result.reason.code)

describe('split', () => {
  //  AAB
  //  AAB
  //  CCC
  const set = parseCellSet(['AAB', 'AAB', 'CCC'], 'AB|C')
  const { A, B } = set.ids
  const cut = (...line: Point[]) => split(set, { cell: A, line, newId: 9 })

  it('splits a cell in two, and the larger part keeps the id', () => {
    const after = apply(set, cut(toDrawingPoint(0.5, 0.5), toDrawingPoint(0.5, 3.5)))
    expect(sizes(after)).toMatchObject({ [A]: 3, 9: 1 })
    expect(after.cells.get(9)?.community).toBe('community-1')
  })

  it('inserts the new vertex into the neighbour across the border, its community and its street', () => {
    const result = cut(toDrawingPoint(0.7, 0.5), toDrawingPoint(0.7, 3.5))
    const after = apply(set, result)
    const place = String(toDrawingPoint(0.7, 1))
    for (const shape of [after.cells.get(set.ids.C)?.shape, after.outlines.get('community-2')?.shape]) {
      expect((shape ?? []).flat(2).map(String)).toContain(place)
    }
    expect((after.outlines.get('street')?.shape ?? []).flat(2).map(String)).toContain(
      String(toDrawingPoint(0.7, 3)),
    )
  })

  it('snaps a line end to a nearby vertex', () => {
    const after = apply(
      set,
      cut([10, SQUARE_SIZE + 8], [SQUARE_SIZE - 12, 2 * SQUARE_SIZE + 5], toDrawingPoint(2, 3)),
    )
    expect((after.cells.get(9)?.shape ?? []).flat(2)).toContainEqual(toDrawingPoint(2, 3))
    expect((after.cells.get(9)?.shape ?? []).flat(2)).toContainEqual(toDrawingPoint(0, 1))
  })

  it('leaves a neighbour unchanged that the line extends into', () => {
    const after = apply(set, cut(toDrawingPoint(-0.5, 2), toDrawingPoint(3.5, 2)))
    expect(sizes(after)).toMatchObject({ [A]: 2, 9: 2, [B]: 2 })
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
    expect(codeOf(cut(...line))).toBe(code)
  })

  it('rejects unknown cells and ids that are taken', () => {
    const line = [toDrawingPoint(0.5, 0.5), toDrawingPoint(0.5, 3.5)]
    expect(codeOf(split(set, { cell: 77, line, newId: 9 }))).toBe('unknown_cell')
    expect(codeOf(split(set, { cell: A, line, newId: B }))).toBe('id_taken')
  })

  it('splits a ring through its hole', () => {
    //  AAA
    //  AEA   E: enclave
    //  AAA
    const ring = parseCellSet(['AAA', 'AEA', 'AAA'])
    const after = apply(
      ring,
      split(ring, { cell: ring.ids.A, line: [toDrawingPoint(1.5, -1), toDrawingPoint(1.5, 4)], newId: 9 }),
    )
    expect(sizes(after)).toEqual({ [ring.ids.A]: 4, [ring.ids.E]: 1, 9: 4 })
    expect(
      codeOf(
        split(ring, {
          cell: ring.ids.A,
          line: [toDrawingPoint(1.5, -1), toDrawingPoint(1.5, 1.5)],
          newId: 9,
        }),
      ),
    ).toBe('does_not_divide')
  })

  it('leaves islands with the larger part', () => {
    //  AA.A
    const islands = parseCellSet(['AA.A'])
    const after = apply(
      islands,
      split(islands, { cell: 1, line: [toDrawingPoint(0.7, -1), toDrawingPoint(0.7, 2)], newId: 9 }),
    )
    expect(sizes(after)).toEqual({ 1: 2.3, 9: 0.7 })
  })
})

describe('merge', () => {
  const set = parseCellSet(['AAB', 'AAB', 'CCC'], 'ABC')

  it('keeps the largest cell, keeps every vertex of the neighbours, and retires the others', () => {
    const after = apply(set, merge(set, { cells: [set.ids.A, set.ids.B] }))
    expect(sizes(after)).toEqual({ [set.ids.A]: 6, [set.ids.C]: 3 })
    expect(after.cells.get(set.ids.A)?.shape[0][0]).toContainEqual(toDrawingPoint(2, 3))
  })

  it('keeps the requested cell', () => {
    expect(sizes(apply(set, merge(set, { cells: [set.ids.A, set.ids.B], keep: set.ids.B })))).toEqual({
      [set.ids.B]: 6,
      [set.ids.C]: 3,
    })
  })

  it('absorbs an enclave without leaving a hole', () => {
    const ring = parseCellSet(['AAA', 'AEA', 'AAA'])
    const after = apply(ring, merge(ring, { cells: [ring.ids.A, ring.ids.E] }))
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
    expect(codeOf(merge(mixed, { cells: letters.map((letter) => mixed.ids[letter] ?? 99) }))).toBe(code)
  })
})

describe('reshape', () => {
  //  AB
  //  AB
  //  CC
  const set = parseCellSet(['AB', 'AB', 'CC'], 'AB|C')
  const { A, B, C } = set.ids
  const redraw = (...line: Point[]) => reshape(set, { cell: A, line })

  it('moves a border on both sides at once', () => {
    expect(
      sizes(apply(set, redraw(toDrawingPoint(1, 1.5), toDrawingPoint(1.4, 2), toDrawingPoint(1, 2.5)))),
    ).toMatchObject({
      [A]: 2.2,
      [B]: 1.8,
    })
    expect(
      sizes(apply(set, redraw(toDrawingPoint(1, 1.5), toDrawingPoint(0.6, 2), toDrawingPoint(1, 2.5)))),
    ).toMatchObject({
      [A]: 1.8,
      [B]: 2.2,
    })
  })

  it('follows a line that crosses the old border several times', () => {
    const after = apply(
      set,
      redraw(
        toDrawingPoint(1, 1.2),
        toDrawingPoint(1.3, 1.5),
        toDrawingPoint(0.7, 2.3),
        toDrawingPoint(1, 2.8),
      ),
    )
    expect(size(after.cells.get(A)?.shape) + size(after.cells.get(B)?.shape)).toBeCloseTo(4, 9)
    expect(sizes(after)[A]).not.toBe(2)
  })

  it('moves the community border as well, and the border of every unit that contains only one of the two', () => {
    const after = apply(
      set,
      redraw(
        toDrawingPoint(0.2, 1),
        toDrawingPoint(0.2, 0.6),
        toDrawingPoint(0.8, 0.6),
        toDrawingPoint(0.8, 1),
      ),
    )
    expect(sizes(after)).toMatchObject({ [A]: 2.24, [C]: 1.76 })
    expect(size(after.outlines.get('community-1')?.shape)).toBeCloseTo(4.24, 9)
    expect(size(after.outlines.get('street')?.shape)).toBeCloseTo(6, 9)
  })

  it.each<[string, Point[]]>([
    ['ends_not_on_border', [toDrawingPoint(1, 1.5), toDrawingPoint(1.5, 2)]],
    ['nothing_changes', [toDrawingPoint(1, 1.5), toDrawingPoint(1, 2.5)]],
    ['junction_between_ends', [toDrawingPoint(0.5, 1), toDrawingPoint(0.8, 1.4), toDrawingPoint(1, 1.6)]],
    ['outside_area', [toDrawingPoint(0, 1.5), toDrawingPoint(-0.4, 2), toDrawingPoint(0, 2.5)]],
    ['outside_area', [toDrawingPoint(0, 1.5), toDrawingPoint(0.4, 2), toDrawingPoint(0, 2.5)]],
  ])('rejects with %s', (code, line) => {
    expect(codeOf(redraw(...line))).toBe(code)
  })

  it('rejects a line that divides a neighbour', () => {
    //  A bar of A would go through B to the far side
    const pair = parseCellSet(['AB', 'AB'])
    expect(
      codeOf(
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
    const after = apply(
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
    expect(sizes(after)[around.ids.B]).toBe(3.25)
  })
})

describe('carve', () => {
  //  AB
  //  AB
  //  CC
  const set = parseCellSet(['AB', 'AB', 'CC'], 'AB|C')
  const { A, B } = set.ids
  const draw = (...ring: Point[]) => carve(set, { ring: [...ring, ring[0]], newId: 9 })

  it('takes the area inside the ring from every cell', () => {
    const after = apply(
      set,
      draw(
        toDrawingPoint(0.5, 1.5),
        toDrawingPoint(1.5, 1.5),
        toDrawingPoint(1.5, 2.5),
        toDrawingPoint(0.5, 2.5),
      ),
    )
    expect(sizes(after)).toMatchObject({ 9: 1, [A]: 1.5, [B]: 1.5 })
  })

  it('creates an enclave where the ring touches no border, in either direction', () => {
    const ring = [
      toDrawingPoint(0.2, 1.2),
      toDrawingPoint(0.8, 1.2),
      toDrawingPoint(0.8, 1.8),
      toDrawingPoint(0.2, 1.8),
    ]
    const after = apply(set, draw(...ring))
    expect(sizes(after)).toMatchObject({ 9: 0.36, [A]: 1.64 })
    expect(sizes(apply(set, draw(...ring.toReversed())))).toEqual(sizes(after))
  })

  it('follows an existing border when drawn along it', () => {
    const after = apply(
      set,
      draw(toDrawingPoint(0, 2), toDrawingPoint(1, 2), toDrawingPoint(1, 3), toDrawingPoint(0, 3)),
    )
    expect(sizes(after)).toMatchObject({ 9: 1, [A]: 1 })
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
    expect(codeOf(draw(...ring))).toBe(code)
  })

  it('rejects a ring that is not closed', () => {
    expect(
      codeOf(
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
    ]) {
      const result = fillGap(gappy, { at: toDrawingPoint(0.5, 1.5), cell })
      if (!result.ok) throw new Error(result.reason.code)
      const after = applyChange(gappy, result.value)
      expectTiling(after)
      expect(sizes(after)[cell]).toBe(grown)
    }
  })

  it.each([
    ['not_a_gap', B, toDrawingPoint(0.5, 2.5)],
    ['unknown_cell', 99, toDrawingPoint(0.5, 1.5)],
  ] as const)('rejects with %s', (code, cell, place) => {
    expect(codeOf(fillGap(gappy, { at: place, cell }))).toBe(code)
  })

  it('rejects a cell that is not adjacent to the gap', () => {
    //  G.D   D touches nothing of the gap's border
    const far = parseCellSet(['GBD'])
    const set: CellSet = {
      cells: new Map([...far.cells].filter(([id]) => id !== far.ids.G)),
      outlines: far.outlines,
    }
    expect(codeOf(fillGap(set, { at: toDrawingPoint(0.5, 0.5), cell: far.ids.D }))).toBe('not_adjacent')
  })
})

describe('moveVertex', () => {
  const set = parseCellSet(['AB', 'CC'], 'AB|C')

  it('moves the vertex in every cell that has it', () => {
    const after = apply(set, moveVertex(set, { from: toDrawingPoint(1, 1), to: toDrawingPoint(1.2, 1.3) }))
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
    expect(codeOf(moveVertex(set, { from, to }))).toBe(code)
  })
})

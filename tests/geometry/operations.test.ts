import { describe, expect, it } from 'vitest'
import { applyChange, type CellSet, type GridChange, reverseChange } from '#shared/geometry/cell-set.ts'
import { certify } from '#shared/geometry/certificate.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { carve } from '#shared/geometry/operations/carve.ts'
import { fillGap } from '#shared/geometry/operations/fill-gap.ts'
import { merge } from '#shared/geometry/operations/merge.ts'
import { moveVertex } from '#shared/geometry/operations/move-vertex.ts'
import { reshape } from '#shared/geometry/operations/reshape.ts'
import { split } from '#shared/geometry/operations/split.ts'
import type { Result } from '#shared/geometry/reason.ts'
import { doubleArea } from '#shared/geometry/ring-area.ts'
import { ringConflict } from '#shared/geometry/ring-conflict.ts'
import { at, cellSet, UNIT } from '../helpers/cell-set.ts'

/** Size in squares of the drawing. */
const size = (shape: MultiPolygon | undefined) =>
  (shape ?? []).flat().reduce((sum, ring) => sum + doubleArea(ring) / 2 / UNIT ** 2, 0)
const sizes = (set: CellSet) =>
  Object.fromEntries([...set.cells].map(([id, cell]) => [id, Math.round(size(cell.shape) * 1000) / 1000]))

function expectTiling(set: CellSet): void {
  for (const [unit, { shape, communities }] of set.outlines) {
    const cells = [...set.cells.values()]
      .filter((cell) => communities.has(cell.community))
      .map((cell) => cell.shape)
    expect(certify(toFlatPolygons(cells), toFlatPolygons([shape])), unit).toEqual({
      holds: true,
      open: [],
      uncovered: [],
    })
  }
  for (const cell of set.cells.values()) expect(ringConflict(cell.shape), `cell ${cell.id}`).toBeNull()
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
  const set = cellSet(['AAB', 'AAB', 'CCC'], 'AB|C')
  const { A, B } = set.ids
  const cut = (...line: Point[]) => split(set, { cell: A, line, newId: 9 })

  it('cuts a cell in two; the larger part keeps the identity', () => {
    const after = apply(set, cut(at(0.5, 0.5), at(0.5, 3.5)))
    expect(sizes(after)).toMatchObject({ [A]: 3, 9: 1 })
    expect(after.cells.get(9)?.community).toBe('community-1')
  })

  it('gives the neighbour across the border, its community and its street the same new vertex', () => {
    const result = cut(at(0.7, 0.5), at(0.7, 3.5))
    const after = apply(set, result)
    const place = String(at(0.7, 1))
    for (const shape of [after.cells.get(set.ids.C)?.shape, after.outlines.get('community-2')?.shape]) {
      expect((shape ?? []).flat(2).map(String)).toContain(place)
    }
    expect((after.outlines.get('street')?.shape ?? []).flat(2).map(String)).toContain(String(at(0.7, 3)))
  })

  it('takes what is drawn a hand’s breadth beside a vertex as meant for it', () => {
    const after = apply(set, cut([10, UNIT + 8], [UNIT - 12, 2 * UNIT + 5], at(2, 3)))
    expect((after.cells.get(9)?.shape ?? []).flat(2)).toContainEqual(at(2, 3))
    expect((after.cells.get(9)?.shape ?? []).flat(2)).toContainEqual(at(0, 1))
  })

  it('leaves a neighbour alone through which the line runs on', () => {
    const after = apply(set, cut(at(-0.5, 2), at(3.5, 2)))
    expect(sizes(after)).toMatchObject({ [A]: 2, 9: 2, [B]: 2 })
    expect((after.cells.get(B)?.shape ?? []).flat(2).map(String)).toContain(String(at(2, 2)))
  })

  it.each<[string, Point[]]>([
    ['line_misses', [at(2.2, 0.2), at(2.8, 0.8)]],
    ['line_dangles', [at(0.5, 3.5), at(0.5, 2)]],
    ['line_along_border', [at(2, 3), at(2, 1)]],
    ['line_touches_only', [at(-1, 2), at(1, 4)]],
    ['too_many_parts', [at(0.2, 3.5), at(0.4, 0.5), at(0.6, 3.5), at(0.8, 0.5), at(1, 3.5)]],
    ['self_crossing', [at(0.2, 3.5), at(1, 2), at(1.5, 2.5), at(0.2, 1.5)]],
    ['zero_length', [at(1, 2), at(1, 2)]],
    ['too_few_points', [at(1, 2)]],
    ['not_a_number', [[Number.NaN, 5], at(1, 2)]],
    ['outside_lattice', [[4e12, 5], at(1, 2)]],
    ['outside_lattice', [[0.5, 5], at(1, 2)]],
  ])('refuses with %s', (code, line) => {
    expect(codeOf(cut(...line))).toBe(code)
  })

  it('refuses unknown cells and numbers that are taken', () => {
    const line = [at(0.5, 0.5), at(0.5, 3.5)]
    expect(codeOf(split(set, { cell: 77, line, newId: 9 }))).toBe('unknown_cell')
    expect(codeOf(split(set, { cell: A, line, newId: B }))).toBe('id_taken')
  })

  it('cuts a ring from its outer border through the hole to the other side', () => {
    //  AAA
    //  AEA   E: enclave
    //  AAA
    const ring = cellSet(['AAA', 'AEA', 'AAA'])
    const after = apply(ring, split(ring, { cell: ring.ids.A, line: [at(1.5, -1), at(1.5, 4)], newId: 9 }))
    expect(sizes(after)).toEqual({ [ring.ids.A]: 4, [ring.ids.E]: 1, 9: 4 })
    expect(codeOf(split(ring, { cell: ring.ids.A, line: [at(1.5, -1), at(1.5, 1.5)], newId: 9 }))).toBe(
      'does_not_divide',
    )
  })

  it('leaves islands with the larger part', () => {
    //  AA.A
    const islands = cellSet(['AA.A'])
    const after = apply(islands, split(islands, { cell: 1, line: [at(0.7, -1), at(0.7, 2)], newId: 9 }))
    expect(sizes(after)).toEqual({ 1: 2.3, 9: 0.7 })
  })
})

describe('merge', () => {
  const set = cellSet(['AAB', 'AAB', 'CCC'], 'ABC')

  it('keeps the largest, keeps every vertex of the neighbours, and retires the others', () => {
    const after = apply(set, merge(set, { cells: [set.ids.A, set.ids.B] }))
    expect(sizes(after)).toEqual({ [set.ids.A]: 6, [set.ids.C]: 3 })
    expect(after.cells.get(set.ids.A)?.shape[0][0]).toContainEqual(at(2, 3))
  })

  it('keeps the one that is named', () => {
    expect(sizes(apply(set, merge(set, { cells: [set.ids.A, set.ids.B], keep: set.ids.B })))).toEqual({
      [set.ids.B]: 6,
      [set.ids.C]: 3,
    })
  })

  it('swallows an enclave without a trace', () => {
    const ring = cellSet(['AAA', 'AEA', 'AAA'])
    const after = apply(ring, merge(ring, { cells: [ring.ids.A, ring.ids.E] }))
    expect(after.cells.get(ring.ids.A)?.shape.map((polygon) => polygon.length)).toEqual([1])
  })

  it.each([
    ['one_is_not_enough', ['A', 'A']],
    ['different_communities', ['A', 'D']],
    ['not_adjacent', ['B', 'E']],
    ['unknown_cell', ['A', 'Z']],
  ])('refuses with %s', (code, letters) => {
    //  ABA   B and E only touch in a point
    //  AAE
    //  DDD
    const mixed = cellSet(['ABA', 'AAE', 'DDD'], 'ABE|D')
    expect(codeOf(merge(mixed, { cells: letters.map((letter) => mixed.ids[letter] ?? 99) }))).toBe(code)
  })
})

describe('reshape', () => {
  //  AB
  //  AB
  //  CC
  const set = cellSet(['AB', 'AB', 'CC'], 'AB|C')
  const { A, B, C } = set.ids
  const redraw = (...line: Point[]) => reshape(set, { cell: A, line })

  it('moves a border once, for both sides', () => {
    expect(sizes(apply(set, redraw(at(1, 1.5), at(1.4, 2), at(1, 2.5))))).toMatchObject({
      [A]: 2.2,
      [B]: 1.8,
    })
    expect(sizes(apply(set, redraw(at(1, 1.5), at(0.6, 2), at(1, 2.5))))).toMatchObject({
      [A]: 1.8,
      [B]: 2.2,
    })
  })

  it('follows a line that weaves to and fro across the old border', () => {
    const after = apply(set, redraw(at(1, 1.2), at(1.3, 1.5), at(0.7, 2.3), at(1, 2.8)))
    expect(size(after.cells.get(A)?.shape) + size(after.cells.get(B)?.shape)).toBeCloseTo(4, 9)
    expect(sizes(after)[A]).not.toBe(2)
  })

  it('moves the border of the communities with it, and of every unit that has the one and not the other', () => {
    const after = apply(set, redraw(at(0.2, 1), at(0.2, 0.6), at(0.8, 0.6), at(0.8, 1)))
    expect(sizes(after)).toMatchObject({ [A]: 2.24, [C]: 1.76 })
    expect(size(after.outlines.get('community-1')?.shape)).toBeCloseTo(4.24, 9)
    expect(size(after.outlines.get('street')?.shape)).toBeCloseTo(6, 9)
  })

  it.each<[string, Point[]]>([
    ['ends_not_on_border', [at(1, 1.5), at(1.5, 2)]],
    ['nothing_changes', [at(1, 1.5), at(1, 2.5)]],
    ['junction_between_ends', [at(0.5, 1), at(0.8, 1.4), at(1, 1.6)]],
    ['outside_area', [at(0, 1.5), at(-0.4, 2), at(0, 2.5)]],
    ['outside_area', [at(0, 1.5), at(0.4, 2), at(0, 2.5)]],
  ])('refuses with %s', (code, line) => {
    expect(codeOf(redraw(...line))).toBe(code)
  })

  it('refuses to break a neighbour in two', () => {
    //  A bar of A would go through B to the far side
    const pair = cellSet(['AB', 'AB'])
    expect(
      codeOf(reshape(pair, { cell: pair.ids.A, line: [at(1, 0.9), at(2, 0.9), at(2, 1.1), at(1, 1.1)] })),
    ).toBe('breaks_a_grid')
  })

  it('keeps an enclave that lies in the land which changes hands', () => {
    //  ABBB
    //  ABEB
    //  ABBB
    const around = cellSet(['ABBB', 'ABEB', 'ABBB'])
    const after = apply(
      around,
      reshape(around, { cell: around.ids.A, line: [at(1, 0.2), at(3.5, 0.5), at(3.5, 2.5), at(1, 2.8)] }),
    )
    expect(after.cells.get(around.ids.E)).toEqual(around.cells.get(around.ids.E))
    expect(sizes(after)[around.ids.B]).toBe(3.25)
  })
})

describe('carve', () => {
  //  AB
  //  AB
  //  CC
  const set = cellSet(['AB', 'AB', 'CC'], 'AB|C')
  const { A, B } = set.ids
  const draw = (...ring: Point[]) => carve(set, { ring: [...ring, ring[0]], newId: 9 })

  it('takes from every cell what lies inside the ring', () => {
    const after = apply(set, draw(at(0.5, 1.5), at(1.5, 1.5), at(1.5, 2.5), at(0.5, 2.5)))
    expect(sizes(after)).toMatchObject({ 9: 1, [A]: 1.5, [B]: 1.5 })
  })

  it('makes an enclave where the ring touches no border, either way round', () => {
    const ring = [at(0.2, 1.2), at(0.8, 1.2), at(0.8, 1.8), at(0.2, 1.8)]
    const after = apply(set, draw(...ring))
    expect(sizes(after)).toMatchObject({ 9: 0.36, [A]: 1.64 })
    expect(sizes(apply(set, draw(...ring.toReversed())))).toEqual(sizes(after))
  })

  it('follows an old border where it is drawn along it', () => {
    const after = apply(set, draw(at(0, 2), at(1, 2), at(1, 3), at(0, 3)))
    expect(sizes(after)).toMatchObject({ 9: 1, [A]: 1 })
  })

  it.each<[string, Point[]]>([
    ['different_communities', [at(0.5, 0.5), at(0.8, 0.5), at(0.8, 1.5), at(0.5, 1.5)]],
    ['swallows_a_grid', [at(0, 1), at(1, 1), at(1.5, 3), at(0, 3)]],
    ['breaks_a_grid', [at(0, 1.8), at(1, 1.8), at(1, 2.2), at(0, 2.2)]],
    ['outside_area', [at(-0.5, 1.5), at(0.5, 1.5), at(0.5, 2.5), at(-0.5, 2.5)]],
    ['self_crossing', [at(0.2, 1.2), at(0.8, 1.8), at(0.8, 1.2), at(0.2, 1.8)]],
  ])('refuses with %s', (code, ring) => {
    expect(codeOf(draw(...ring))).toBe(code)
  })

  it('refuses a ring that is not closed', () => {
    expect(
      codeOf(carve(set, { ring: [at(0.2, 1.2), at(0.8, 1.2), at(0.8, 1.8), at(0.2, 1.8)], newId: 9 })),
    ).toBe('ring_not_closed')
  })
})

describe('fillGap', () => {
  //  AB
  //  ..   the gap lies between
  //  CC
  const whole = cellSet(['AB', 'GG', 'CC'])
  const { A, B, C, G } = whole.ids
  const gappy: CellSet = {
    cells: new Map([...whole.cells].filter(([id]) => id !== G)),
    outlines: whole.outlines,
  }

  it('gives the land to the chosen neighbour', () => {
    for (const [cell, grown] of [
      [A, 3],
      [C, 4],
    ]) {
      const result = fillGap(gappy, { at: at(0.5, 1.5), cell })
      if (!result.ok) throw new Error(result.reason.code)
      const after = applyChange(gappy, result.value)
      expectTiling(after)
      expect(sizes(after)[cell]).toBe(grown)
    }
  })

  it.each([
    ['not_a_gap', B, at(0.5, 2.5)],
    ['unknown_cell', 99, at(0.5, 1.5)],
  ] as const)('refuses with %s', (code, cell, place) => {
    expect(codeOf(fillGap(gappy, { at: place, cell }))).toBe(code)
  })

  it('refuses a cell that does not lie beside the gap', () => {
    //  G.D   D touches nothing of the gap's border
    const far = cellSet(['GBD'])
    const set: CellSet = {
      cells: new Map([...far.cells].filter(([id]) => id !== far.ids.G)),
      outlines: far.outlines,
    }
    expect(codeOf(fillGap(set, { at: at(0.5, 0.5), cell: far.ids.D }))).toBe('not_adjacent')
  })
})

describe('moveVertex', () => {
  const set = cellSet(['AB', 'CC'], 'AB|C')

  it('moves it for all who have it', () => {
    const after = apply(set, moveVertex(set, { from: at(1, 1), to: at(1.2, 1.3) }))
    expect(
      [...after.cells.values()].every((cell) =>
        cell.shape.flat(2).some((point) => String(point) === String(at(1.2, 1.3))),
      ),
    ).toBe(true)
  })

  it.each<[string, Point, Point]>([
    ['unknown_vertex', at(0.5, 0.5), at(0.6, 0.6)],
    ['nothing_changes', at(1, 1), at(1, 1)],
    ['too_close', at(1, 1), at(2, 1)],
    ['crosses_border', at(1, 1), at(1, -0.5)],
    ['outside_lattice', at(1, 1), [0.5, 3]],
  ])('refuses with %s', (code, from, to) => {
    expect(codeOf(moveVertex(set, { from, to }))).toBe(code)
  })
})

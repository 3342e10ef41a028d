import { describe, expect, it } from 'vitest'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { fitTilings } from '../../api/transfer/import/fitting/fit-tilings.ts'
import { cleanTiling } from '../../api/transfer/import/tiling/clean-tiling.ts'
import { findUnfittedCells } from '../../api/transfer/import/tiling/find-unfitted-cells.ts'
import { buildBrickwork, createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

const holds = (cells: MultiPolygon[], boundary: MultiPolygon | null) =>
  boundary !== null && certifyTiling(toFlatPolygons(cells), toFlatPolygons([boundary])).holds

/** Each cell as somebody else would have digitised it: every vertex moved on its own by up to so many lattice units. */
function shaken(cells: readonly MultiPolygon[], by: number, seed: number): MultiPolygon[] {
  const random = createSeededRandom(seed)
  const move = ([x, y]: Point): Point => [
    x + Math.round((random() * 2 - 1) * by),
    y + Math.round((random() * 2 - 1) * by),
  ]
  return cells.map((cell) => cell.map((polygon) => polygon.map((ring) => ring.map(move))))
}

/** Every other vertex that is not needed for the shape's own corners is missing, as after a simplification. */
const thinned = (cells: readonly MultiPolygon[], step: number): MultiPolygon[] =>
  cells.map((cell, c) =>
    cell.map((polygon) =>
      polygon.map((ring) => ring.filter((_, i) => (i + c) % step !== 0 || ring.length < 6)),
    ),
  )

const square = (x: number, y: number, width: number, height: number): MultiPolygon => [
  [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ],
  ],
]
const at = (x: number, y: number): [number, number] => [1_200_000_000 + x, 330_000_000 + y]
const box = (x: number, y: number, width: number, height: number) => square(...at(x, y), width, height)

describe('a valid tiling', () => {
  it('is returned unchanged, with the same shape objects', () => {
    const { cells, boundary } = buildBrickwork({ columns: 5, rows: 5, wave: 9000, seed: 3 })
    const cleaned = cleanTiling(cells, boundary, 0.5)
    expect(cleaned.movedM).toBe(0)
    cells.forEach((cell, i) => expect(cleaned.cells[i]).toBe(cell))
    expect(cleaned.boundary).toBe(boundary)
  })

  it('needs no boundary', () => {
    const { cells } = buildBrickwork({ columns: 5, rows: 5, wave: 9000, seed: 3 })
    const cleaned = cleanTiling(cells, null, 0.5)
    expect(cleaned.cells).toEqual(cells)
    expect(cleaned).toMatchObject({ gaps: [], overlaps: [], slivers: [], unfitted: [] })
  })
})

describe('an almost valid tiling', () => {
  it.each(Array.from({ length: 12 }, (_, i) => i + 1))(
    'is exact after every vertex was shifted by 10 cm (seed %i), and nothing moves by more than the tolerance',
    (seed) => {
      const { cells, boundary } = buildBrickwork({ columns: 6, rows: 5, wave: 8000, seed })
      const cleaned = cleanTiling(shaken(cells, 10, seed), boundary, 0.5)
      expect(cleaned.unfitted).toEqual([])
      expect(holds(cleaned.cells, cleaned.boundary)).toBe(true)
      expect(cleaned.movedM).toBeLessThanOrEqual(0.5)
      expect(cleaned).toMatchObject({ gaps: [], overlaps: [], outside: [] })
    },
  )

  it('lists no land as a gap that a cell covers which could not be fitted', () => {
    const unfitted = Array.from({ length: 4 }, (_, seed) => {
      const { cells, boundary } = buildBrickwork({ columns: 6, rows: 5, wave: 8000, seed })
      const cleaned = cleanTiling(shaken(cells, 50, seed), boundary, 0.5)
      // a cell has some 36 hectares, the widest gap 60 m by a few
      for (const { areaM2 } of cleaned.gaps) expect(areaM2).toBeLessThan(5000)
      return cleaned.unfitted.length
    })
    expect(Math.max(...unfitted)).toBeGreaterThan(0)
  })

  it('is made exact without a known boundary', () => {
    const { cells } = buildBrickwork({ columns: 6, rows: 5, wave: 8000, seed: 4 })
    const cleaned = cleanTiling(shaken(cells, 10, 4), null, 0.5)
    expect(cleaned).toMatchObject({ gaps: [], overlaps: [], unfitted: [] })
    expect(holds(cleaned.cells, dissolve(cleaned.cells))).toBe(true)
  })

  //    +----+----+        the lower cell has no vertex where
  //    |    |    |        the upper two meet: a T-junction that
  //    +----+----+        only one side knows
  //    |         |
  //    +---------+
  it('gets a missing vertex on the other side of a border', () => {
    const cells = [
      box(0, 50_000, 40_000, 50_000),
      box(40_000, 50_000, 60_000, 50_000),
      box(0, 0, 100_000, 50_000),
    ]
    const boundary = box(0, 0, 100_000, 100_000)
    const cleaned = cleanTiling(cells, boundary, 0.5)
    expect(holds(cleaned.cells, cleaned.boundary)).toBe(true)
    expect(cleaned.cells[2]![0]![0]).toContainEqual(at(40_000, 50_000))
    expect(cleaned.boundary![0]![0]).toContainEqual(at(0, 50_000))
    expect(cleaned.movedM).toBeCloseTo(0)
  })

  it('assigns a sliver of an overlap to one of the two cells, and a sliver of a gap to the longer neighbour', () => {
    //  a and b overlap by 20 cm, between b and c 20 cm are missing
    const cells = [box(0, 0, 50_020, 50_000), box(50_000, 0, 50_000, 50_000), box(100_020, 0, 50_000, 50_000)]
    const cleaned = cleanTiling(cells, null, 1)
    expect(cleaned.unfitted).toEqual([])
    expect(holds(cleaned.cells, dissolve(cleaned.cells))).toBe(true)
    expect(cleaned.movedM).toBeGreaterThan(0)
    expect(cleaned.movedM).toBeLessThanOrEqual(1)
  })

  it('keeps details of its own that are smaller than the tolerance', () => {
    const bent: MultiPolygon = [
      [
        [
          at(0, 0),
          at(50_000, 0),
          at(50_000, 20),
          at(50_010, 40),
          at(50_000, 60),
          at(50_000, 50_000),
          at(0, 50_000),
        ],
      ],
    ]
    const cleaned = cleanTiling([bent, box(50_000, 0, 50_000, 50_000)], null, 2)
    expect(cleaned.cells[0]![0]![0]!.length).toBeGreaterThanOrEqual(7)
  })

  it.each([3, 4, 5])(
    'with every %i-th vertex missing on one side is fitted within the tolerance, and lists the rest',
    (step) => {
      const { cells, boundary } = buildBrickwork({ columns: 5, rows: 4, wave: 4000, seed: step })
      const cleaned = cleanTiling(thinned(cells, step), boundary, 0.5)
      expect(cleaned.unfitted).toEqual([])
      const missing = cleaned.gaps.length + cleaned.overlaps.length + cleaned.outside.length
      expect(holds(cleaned.cells, cleaned.boundary)).toBe(missing === 0)
      expect(cleaned.movedM).toBeLessThanOrEqual(0.5)
    },
  )
})

describe('a conflict wider than the tolerance', () => {
  it('remains, and is listed with its neighbours', () => {
    const cells = [box(0, 0, 60_000, 50_000), box(50_000, 0, 50_000, 50_000), box(120_000, 0, 50_000, 50_000)]
    const cleaned = cleanTiling(cells, box(0, 0, 160_000, 50_000), 0.5)
    expect(cleaned.overlaps).toHaveLength(1)
    expect(cleaned.overlaps[0]).toMatchObject({ cells: [0, 1] })
    expect(cleaned.overlaps[0]!.areaM2).toBeGreaterThan(40_000)
    expect(cleaned.gaps.map(({ beside }) => beside.sort())).toEqual([[1, 2]])
    expect(cleaned.outside.map(({ cell }) => cell)).toEqual([2])
    expect(cleaned.cells[0]!.flat(2).length).toBeLessThan(10)
  })

  it('is an overlap when one cell contains another', () => {
    const cleaned = cleanTiling([box(0, 0, 100_000, 100_000), box(20_000, 20_000, 30_000, 30_000)], null, 0.5)
    expect(cleaned.overlaps.map(({ cells }) => cells)).toEqual([[0, 1]])
  })

  it('is one full overlap when the same cell occurs twice', () => {
    const cleaned = cleanTiling([box(0, 0, 50_000, 50_000), box(0, 0, 50_000, 50_000)], null, 0.5)
    expect(cleaned.overlaps).toHaveLength(1)
  })
})

describe('a large tiling', () => {
  it.each([1, 2, 3])('keeps cells that already fit, and fits the others to them (seed %i)', (seed) => {
    const { cells, boundary } = buildBrickwork({ columns: 12, rows: 12, wave: 8000, seed })
    const spoilt = [30, 31, 100]
    const given = cells.map((cell, i) => (spoilt.includes(i) ? shaken([cell], 10, seed)[0]! : cell))
    const { troubled, beside } = findUnfittedCells(given, boundary, 50)
    expect(troubled).toEqual(expect.arrayContaining(spoilt))
    expect(troubled.length + beside.length).toBeLessThan(70)
    const cleaned = cleanTiling(given, boundary, 0.5)
    expect(holds(cleaned.cells, cleaned.boundary)).toBe(true)
    expect(cleaned.movedM).toBeLessThanOrEqual(0.5)
    const concerned = new Set([...troubled, ...beside])
    cells.forEach((cell, i) => {
      if (!concerned.has(i)) expect(cleaned.cells[i]).toBe(cell)
    })
  })

  it('reports an overlap of two complete layers, although every border has a neighbour', () => {
    const below = buildBrickwork({ columns: 8, rows: 8, wave: 0, seed: 1 }).cells
    const above = buildBrickwork({ columns: 3, rows: 3, wave: 0, seed: 2 }).cells
    expect(findUnfittedCells([...below, ...above], null, 50).troubled.length).toBeGreaterThan(9)
    expect(cleanTiling([...below, ...above], null, 0.5).overlaps.length).toBeGreaterThan(8)
  })
})

//   a and b overlap, between b and c something is missing, and c reaches beyond the unit U
//   +-----+-+----+   +----|-+
//   |  a  |x| b  |gap|  c |o|
//   +-----+-+----+   +----|-+
describe('a tiling conflict', () => {
  const outline = box(0, 0, 160_000, 50_000)
  const fitted = (choices: Parameters<typeof fitTilings>[0]['choices']) => {
    const outlines = new Map([
      ['U', outline],
      ['a', box(0, 0, 60_000, 50_000)],
      ['b', box(50_000, 0, 50_000, 50_000)],
      ['c', box(120_000, 0, 50_000, 50_000)],
    ])
    const told: string[] = []
    const { certificate, places } = fitTilings({
      outlines,
      tilings: [{ unit: 'U', name: 'U', cells: ['a', 'b', 'c'] }],
      moving: new Set(['a', 'b', 'c']),
      toleranceM: 0.5,
      choices,
      tell: (cell, { code }) => told.push(`${cell} ${code}`),
    })
    return { outlines, certificate, places, told: told.sort() }
  }
  const widthOf = (shape: MultiPolygon) =>
    Math.max(...shape.flat(2).map(([x]) => x)) - Math.min(...shape.flat(2).map(([x]) => x))

  it('is listed with its possible receivers, and stays until somebody decides', () => {
    const { outlines, certificate, places, told } = fitted({ choices: {}, rest: 'leave' })
    expect(
      places.map(({ kind, unit, receivers, decided }) => [kind, unit, receivers.toSorted(), decided]),
    ).toEqual([
      ['gap', 'U', ['b', 'c'], null],
      ['overlap', 'U', ['a', 'b'], null],
      ['outside', 'U', [''], null],
    ])
    expect(certificate).toMatchObject({ hold: 0, places: { gap: 1, overlap: 1, outside: 1, decided: 0 } })
    expect(told).toEqual(['a overlaps', 'b gap_beside', 'b overlaps', 'c gap_beside', 'c outside_unit'])
    expect(widthOf(outlines.get('c')!)).toBe(50_000)
  })

  it('is assigned exactly to the chosen receiver, and the certificate holds', () => {
    const [gap, overlap, outside] = fitted({ choices: {}, rest: 'leave' }).places
    const { outlines, certificate, places, told } = fitted({
      choices: { [gap!.id]: 'c', [overlap!.id]: 'a', [outside!.id]: '' },
      rest: 'leave',
    })
    expect(places.map(({ decided }) => decided)).toEqual(['c', 'a', ''])
    expect(certificate).toMatchObject({ units: 1, hold: 1, broken: [], places: { decided: 3 } })
    expect(
      holds(
        ['a', 'b', 'c'].map((cell) => outlines.get(cell)!),
        outlines.get('U')!,
      ),
    ).toBe(true)
    expect(['a', 'b', 'c'].map((cell) => widthOf(outlines.get(cell)!))).toEqual([60_000, 40_000, 60_000])
    expect(told).toEqual(['b land_taken', 'c land_given', 'c land_taken'])
  })

  it('is assigned to the proposed receiver on request, but an explicit choice comes first', () => {
    const {
      places: [gap],
    } = fitted({ choices: {}, rest: 'leave' })
    const { certificate, places } = fitted({ choices: { [gap!.id]: 'b', 'gap@1,1': 'a' }, rest: 'proposed' })
    expect(places[0]).toMatchObject({ kind: 'gap', decided: 'b' })
    expect(certificate).toMatchObject({ hold: 1, places: { decided: 3 } })
  })

  it('is not assigned to a cell that is not adjacent', () => {
    const {
      places: [gap],
    } = fitted({ choices: {}, rest: 'leave' })
    expect(fitted({ choices: { [gap!.id]: 'a' }, rest: 'leave' }).places[0]).toMatchObject({ decided: null })
  })
})

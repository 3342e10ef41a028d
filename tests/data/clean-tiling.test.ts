import { describe, expect, it } from 'vitest'
import { certify } from '#shared/geometry/certificate.ts'
import { dissolve } from '#shared/geometry/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { cleanTiling } from '../../data/importers/topology/clean-tiling.ts'
import { brickwork, randomFrom } from '../helpers/tiling.ts'

const holds = (cells: MultiPolygon[], boundary: MultiPolygon | null) =>
  boundary !== null && certify(toFlatPolygons(cells), toFlatPolygons([boundary])).holds

/** Each cell as somebody else would have digitised it: every vertex moved on its own by up to so many lattice units. */
function shaken(cells: readonly MultiPolygon[], by: number, seed: number): MultiPolygon[] {
  const random = randomFrom(seed)
  const move = ([x, y]: Point): Point => [x + Math.round((random() * 2 - 1) * by), y + Math.round((random() * 2 - 1) * by)]
  return cells.map((cell) => cell.map((polygon) => polygon.map((ring) => ring.map(move))))
}

/** Every other vertex that is not needed for the shape's own corners is missing, as after a simplification. */
const thinned = (cells: readonly MultiPolygon[], step: number): MultiPolygon[] =>
  cells.map((cell, c) => cell.map((polygon) => polygon.map((ring) => ring.filter((_, i) => (i + c) % step !== 0 || ring.length < 6))))

const square = (x: number, y: number, width: number, height: number): MultiPolygon =>
  [[[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]]]
const at = (x: number, y: number): [number, number] => [1_200_000_000 + x, 330_000_000 + y]
const box = (x: number, y: number, width: number, height: number) => square(...at(x, y), width, height)

describe('a tiling that holds', () => {
  it('is given back as it is, the very same shapes', () => {
    const { cells, boundary } = brickwork({ columns: 5, rows: 5, wave: 9000, seed: 3 })
    const cleaned = cleanTiling(cells, boundary, 0.5)
    expect(cleaned.movedM).toBe(0)
    cells.forEach((cell, i) => expect(cleaned.cells[i]).toBe(cell))
    expect(cleaned.boundary).toBe(boundary)
  })

  it('needs no boundary', () => {
    const { cells } = brickwork({ columns: 5, rows: 5, wave: 9000, seed: 3 })
    const cleaned = cleanTiling(cells, null, 0.5)
    expect(cleaned.cells).toEqual(cells)
    expect(cleaned).toMatchObject({ gaps: [], overlaps: [], slivers: [], untangled: true })
  })
})

describe('cells that nearly tile', () => {
  it.each(Array.from({ length: 12 }, (_, i) => i + 1))('fit exactly after every vertex was shaken by 10 cm (seed %i), nothing moved further than the tolerance', (seed) => {
    const { cells, boundary } = brickwork({ columns: 6, rows: 5, wave: 8000, seed })
    const cleaned = cleanTiling(shaken(cells, 10, seed), boundary, 0.5)
    expect(cleaned.untangled).toBe(true)
    expect(holds(cleaned.cells, cleaned.boundary)).toBe(true)
    expect(cleaned.movedM).toBeLessThanOrEqual(0.5)
    expect(cleaned).toMatchObject({ gaps: [], overlaps: [], outside: [] })
  })

  it('fit among themselves where no boundary is known', () => {
    const { cells } = brickwork({ columns: 6, rows: 5, wave: 8000, seed: 4 })
    const cleaned = cleanTiling(shaken(cells, 10, 4), null, 0.5)
    expect(cleaned).toMatchObject({ gaps: [], overlaps: [], untangled: true })
    expect(holds(cleaned.cells, dissolve(cleaned.cells))).toBe(true)
  })

  //    +----+----+        the lower cell has no vertex where
  //    |    |    |        the upper two meet: a T-junction that
  //    +----+----+        only one side knows
  //    |         |
  //    +---------+
  it('are given the vertex that only one side has', () => {
    const cells = [box(0, 50_000, 40_000, 50_000), box(40_000, 50_000, 60_000, 50_000), box(0, 0, 100_000, 50_000)]
    const boundary = box(0, 0, 100_000, 100_000)
    const cleaned = cleanTiling(cells, boundary, 0.5)
    expect(holds(cleaned.cells, cleaned.boundary)).toBe(true)
    expect(cleaned.cells[2]![0]![0]).toContainEqual(at(40_000, 50_000))
    expect(cleaned.boundary![0]![0]).toContainEqual(at(0, 50_000))
    expect(cleaned.movedM).toBeCloseTo(0)
  })

  it('give a sliver of an overlap to one of the two, and a sliver of a gap to the longer neighbour', () => {
    //  a and b overlap by 20 cm, between b and c 20 cm are missing
    const cells = [box(0, 0, 50_020, 50_000), box(50_000, 0, 50_000, 50_000), box(100_020, 0, 50_000, 50_000)]
    const cleaned = cleanTiling(cells, null, 1)
    expect(cleaned.untangled).toBe(true)
    expect(holds(cleaned.cells, dissolve(cleaned.cells))).toBe(true)
    expect(cleaned.movedM).toBeGreaterThan(0)
    expect(cleaned.movedM).toBeLessThanOrEqual(1)
  })

  it('keep bends of their own that are smaller than the tolerance', () => {
    const bent: MultiPolygon = [[[at(0, 0), at(50_000, 0), at(50_000, 20), at(50_010, 40), at(50_000, 60), at(50_000, 50_000), at(0, 50_000)]]]
    const cleaned = cleanTiling([bent, box(50_000, 0, 50_000, 50_000)], null, 2)
    expect(cleaned.cells[0]![0]![0]!.length).toBeGreaterThanOrEqual(7)
  })

  it.each([3, 4, 5])('with every %i-th vertex missing on one side are fitted as far as the tolerance allows, and the rest is listed', (step) => {
    const { cells, boundary } = brickwork({ columns: 5, rows: 4, wave: 4000, seed: step })
    const cleaned = cleanTiling(thinned(cells, step), boundary, 0.5)
    expect(cleaned.untangled).toBe(true)
    const missing = cleaned.gaps.length + cleaned.overlaps.length + cleaned.outside.length
    expect(holds(cleaned.cells, cleaned.boundary)).toBe(missing === 0)
    expect(cleaned.movedM).toBeLessThanOrEqual(0.5)
  })
})

describe('what is wider than the tolerance', () => {
  it('stays, and is listed with its neighbours', () => {
    const cells = [box(0, 0, 60_000, 50_000), box(50_000, 0, 50_000, 50_000), box(120_000, 0, 50_000, 50_000)]
    const cleaned = cleanTiling(cells, box(0, 0, 160_000, 50_000), 0.5)
    expect(cleaned.overlaps).toHaveLength(1)
    expect(cleaned.overlaps[0]).toMatchObject({ cells: [0, 1] })
    expect(cleaned.overlaps[0]!.areaM2).toBeGreaterThan(40_000)
    expect(cleaned.gaps.map(({ beside }) => beside.sort())).toEqual([[1, 2]])
    expect(cleaned.outside.map(({ cell }) => cell)).toEqual([2])
    expect(cleaned.cells[0]!.flat(2).length).toBeLessThan(10)
  })

  it('a cell that lies in another is an overlap', () => {
    const cleaned = cleanTiling([box(0, 0, 100_000, 100_000), box(20_000, 20_000, 30_000, 30_000)], null, 0.5)
    expect(cleaned.overlaps.map(({ cells }) => cells)).toEqual([[0, 1]])
  })

  it('the same cell twice is an overlap of all of it', () => {
    const cleaned = cleanTiling([box(0, 0, 50_000, 50_000), box(0, 0, 50_000, 50_000)], null, 0.5)
    expect(cleaned.overlaps).toHaveLength(1)
  })
})

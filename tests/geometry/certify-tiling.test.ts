import { describe, expect, it } from 'vitest'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { buildBrickwork } from '../helpers/geometry/build-brickwork.ts'

const square = (x: number, y: number, size: number): Point[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]
const certifyCells = (cells: MultiPolygon[], boundary: MultiPolygon) =>
  certifyTiling(toFlatPolygons(cells), toFlatPolygons([boundary]))

describe('certifyTiling', () => {
  it('holds for blocks with T-junctions and straight or wavy borders', () => {
    for (const wave of [0, 4000]) {
      const { cells, boundary } = buildBrickwork({ columns: 6, rows: 7, wave })
      expect(certifyCells(cells, boundary)).toEqual({ holds: true, open: [], uncovered: [], misdirected: [] })
    }
  })

  //  d---e---f
  //  | A | B |
  //  a---b---c
  const a: Point = [0, 0]
  const b: Point = [2, 0]
  const c: Point = [4, 0]
  const d: Point = [0, 2]
  const e: Point = [2, 2]
  const f: Point = [4, 2]
  const boundary: MultiPolygon = [[[a, b, c, f, e, d]]]
  const A: MultiPolygon = [[[a, b, e, d]]]
  const B: MultiPolygon = [[[b, c, f, e]]]

  it('reports a missing cell as an uncovered boundary and an open border', () => {
    const certificate = certifyCells([A], boundary)
    expect(certificate.open).toEqual([{ from: b, to: e, cell: 0 }])
    expect(certificate.uncovered).toEqual([
      { from: b, to: c },
      { from: c, to: f },
      { from: f, to: e },
    ])
  })

  it('reports a duplicate cell', () => {
    expect(certifyCells([A, B, B], boundary).open).toHaveLength(4)
  })

  it('reports a vertex that only one neighbour has, even on a straight border', () => {
    const withExtra: MultiPolygon = [[[b, c, f, e, [2, 1]]]]
    const { open } = certifyCells([A, withExtra], boundary)
    expect(open).toHaveLength(3)
    expect(open).toEqual(
      expect.arrayContaining([
        { from: b, to: e, cell: 0 },
        { from: e, to: [2, 1], cell: 1 },
        { from: [2, 1], to: b, cell: 1 },
      ]),
    )
  })

  it('reports an overlap of one lattice unit', () => {
    const wider: MultiPolygon = [[[[1, 0], c, f, [1, 2]]]]
    expect(certifyCells([A, wider], boundary).holds).toBe(false)
  })

  it('requires a hole to be filled by an enclave, and accepts islands', () => {
    const hole = square(2, 2, 2)
    const ring: MultiPolygon = [[square(0, 0, 6), [...hole].reverse()], [square(10, 0, 3)]]
    const whole: MultiPolygon = [[square(0, 0, 6)], [square(10, 0, 3)]]
    expect(certifyCells([ring], whole).holds).toBe(false)
    expect(certifyCells([ring, [[hole]]], whole).holds).toBe(true)
  })
})

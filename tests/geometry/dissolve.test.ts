import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { buildBrickwork, createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

/** A unit square with its lower left corner at x, y. */
const square = (x: number, y: number): MultiPolygon => [
  [
    [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
    ],
  ],
]
const at = (...places: [number, number][]) => places.map(([x, y]) => square(x, y))

const rotated = (ring: Ring): Point[] => {
  const [lowest] = ring.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  const first = ring.findIndex((point) => point === lowest)
  return [...ring.slice(first), ...ring.slice(0, first)]
}

describe('dissolve', () => {
  it('keeps the corner of a neighbour on a straight border', () => {
    //  +---+---+
    //  |   |   |
    //  +---o---+   o stays a vertex
    expect(dissolve(at([0, 0], [1, 0]))[0]?.[0]).toContainEqual([1, 0])
  })

  it('creates a hole where the middle is left out', () => {
    const ring = dissolve(at([0, 0], [1, 0], [2, 0], [0, 1], [2, 1], [0, 2], [1, 2], [2, 2]))
    expect(ring).toHaveLength(1)
    expect(ring[0]).toHaveLength(2)
    expect(rotated(itemAt(itemAt(ring, 0), 1))).toEqual([
      [1, 1],
      [1, 2],
      [2, 2],
      [2, 1],
    ])
  })

  it('keeps parts separate that touch in a single point', () => {
    //      +---+
    //      | B |
    //  +---o---+
    //  | A |
    //  +---+
    const parts = dissolve(at([0, 0], [1, 1]))
    expect(parts.map((polygon) => polygon.map((ring) => ring.length))).toEqual([[4], [4]])
  })

  it('keeps a hole that touches the outer ring or another hole in a single point', () => {
    //  +---+---+---+
    //  |   | o |   |     o: left out; the two holes touch in one point, the right one touches the outer ring in another
    //  +---+---+---+---+
    //  |   |   | o |   |
    //  +---+---+---+---+
    const cells = at(
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [0, 1],
      [1, 1],
      [3, 1],
      [0, 2],
      [2, 2],
      [0, 3],
      [1, 3],
      [2, 3],
    )
    const parts = dissolve(cells)
    expect(parts.map((polygon) => polygon.length)).toEqual([3])
    expect(parts.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)).toBe(2 * cells.length)
  })

  it('has a valid certificate for the cells it was made of, for any set of cells', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.3, max: 1, noNaN: true }), (seed, share) => {
        const random = createSeededRandom(seed)
        const cells = buildBrickwork({ columns: 7, rows: 6, seed, wave: 9000 }).cells.filter(
          () => random() < share,
        )
        const union = dissolve(cells)
        expect(certifyTiling(toFlatPolygons(cells), toFlatPolygons([union])).holds).toBe(true)
        for (const polygon of union) {
          expect(computeTwiceSignedArea(itemAt(polygon, 0))).toBeGreaterThan(0)
          for (const hole of polygon.slice(1)) expect(computeTwiceSignedArea(hole)).toBeLessThan(0)
        }
      }),
      { seed: readSeed(11), numRuns: countRuns(200) },
    )
  })
})

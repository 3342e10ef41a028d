import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { toEdgeKey } from '#shared/geometry/topology/border-index.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'
import { insertVertices } from '#shared/geometry/topology/insert-vertices.ts'
import { joinPinchedRings } from '#shared/geometry/topology/join-pinched-rings.ts'

const corner: Point = [0, 0]
const [north, beside]: [Point, Point] = [
  [0, 3000],
  [-1, 533],
]
/** A hole hangs on the corner of a grid, and one of its edges runs one unit beside the border of the grid. */
const pinched: MultiPolygon = [
  [
    [corner, north, [-10_000, 3000], [-10_000, -1000]],
    [corner, [-317, 0], beside],
  ],
]

describe('joinPinchedRings', () => {
  it('makes a hole a part of the outer ring when rounding puts a vertex of its edge on the border', () => {
    const vertex: Point = [0, 50]
    const inserted = new Map([
      [toEdgeKey(corner, north), [vertex]],
      [toEdgeKey(corner, beside), [vertex]],
    ])
    const shape = insertVertices(pinched, inserted)
    expect(findShapeDefect(shape)).not.toBeNull()
    const joined = joinPinchedRings(shape, inserted)
    expect(findShapeDefect(joined)).toBeNull()
    expect(joined).toEqual([[[corner, [-317, 0], beside, vertex, north, [-10_000, 3000], [-10_000, -1000]]]])
  })

  it('leaves a shape alone whose rings touch in a vertex only', () => {
    const inserted = new Map([[toEdgeKey(corner, north), [[0, 50] as Point]]])
    const shape = insertVertices(pinched, inserted)
    expect(joinPinchedRings(shape, inserted)).toBe(shape)
  })

  it('leaves a shape alone that would fall in two', () => {
    // a neck, one unit wide, between two squares
    const neck: MultiPolygon = [
      [
        [
          [0, 0],
          [100, 0],
          [100, 50],
          [300, 50],
          [300, 0],
          [400, 0],
          [400, 100],
          [300, 100],
          [300, 51],
          [100, 51],
          [100, 100],
          [0, 100],
        ],
      ],
    ]
    const [west, east]: [Point, Point] = [
      [150, 50],
      [250, 50],
    ]
    const inserted = new Map([
      [toEdgeKey([100, 50], [300, 50]), [west, east]],
      [toEdgeKey([100, 51], [300, 51]), [west, east]],
    ])
    const shape = insertVertices(neck, inserted)
    expect(joinPinchedRings(shape, inserted)).toBe(shape)
    expect(findShapeDefect(shape)).not.toBeNull()
  })
})

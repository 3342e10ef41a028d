import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'

const square = (x: number, y: number, size: number): Point[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]
const reversed = (ring: Ring): Ring => ring.toReversed()

//  outer 0…100, hole 20…60 inside it, island 30…50 inside the hole
const outer = square(0, 0, 100)
const hole = reversed(square(20, 20, 40))
const island = square(30, 30, 20)

describe('findShapeDefect', () => {
  it.each<[string, MultiPolygon]>([
    ['a square', [[outer]]],
    ['a square with a hole', [[outer, hole]]],
    ['an island in a hole', [[outer, hole], [island]]],
    ['the island listed first', [[island], [outer, hole]]],
    [
      'two holes that touch in a vertex',
      [[outer, reversed(square(20, 20, 20)), reversed(square(40, 40, 20))]],
    ],
    [
      'a hole that touches the outer ring in a vertex',
      [
        [
          square(0, 0, 100),
          [
            [0, 0],
            [10, 30],
            [30, 10],
          ] as Ring,
        ],
      ],
    ],
  ])('accepts %s', (_, shape) => {
    expect(findShapeDefect(shape)).toBeNull()
  })

  it.each<[string, MultiPolygon]>([
    ['a clockwise outer ring', [[reversed(outer)]]],
    ['a counter-clockwise hole', [[outer, reversed(hole)]]],
    ['a whole shape turned over', [[reversed(outer), reversed(hole)]]],
    ['a hole outside its outer ring', [[outer, reversed(square(200, 0, 10))]]],
    ['a hole in another hole', [[outer, hole, reversed(island)]]],
    [
      'a hole that belongs to the island inside another hole',
      [[outer, hole, reversed(square(35, 35, 5))], [island]],
    ],
    [
      'a hole that touches the outer ring along an edge',
      [
        [
          [...square(0, 0, 100), [0, 50]],
          [
            [0, 50],
            [30, 20],
            [0, 0],
          ].toReversed() as unknown as Ring,
        ],
      ],
    ],
    ['the same ring twice', [[outer], [outer]]],
    ['an outer ring inside another one', [[outer], [square(10, 10, 10)]]],
    ['an island that covers its hole twice', [[outer, hole], [island], [square(35, 35, 5)]]],
    [
      'a bow-tie',
      [
        [
          [
            [0, 0],
            [10, 10],
            [10, 0],
            [0, 10],
          ],
        ],
      ],
    ],
    [
      'a vertex that stands twice',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 0],
            [10, 10],
          ],
        ],
      ],
    ],
    [
      'a ring of two points',
      [
        [
          [
            [0, 0],
            [10, 0],
          ],
        ],
      ],
    ],
  ])('rejects %s with a place', (_, shape) => {
    expect(findShapeDefect(shape)).toEqual([expect.any(Number), expect.any(Number)])
  })
})

import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Ring } from '#shared/geometry/lattice.ts'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { createPointLocator } from '#shared/geometry/shapes/point-locator.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

/** A star around a point: its corners alternate between random distances. */
function buildStar(random: () => number, [x, y]: [number, number], corners: number, radius: number): Ring {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners
    const distance = radius * (0.5 + 0.5 * random())
    return [Math.round(x + distance * Math.cos(angle)), Math.round(y + distance * Math.sin(angle))] as const
  }).map(([px, py]) => [px, py])
}

const locateOneByOne = (shape: MultiPolygon, x: number, y: number) => {
  const places = shape.map((polygon) => locatePointInPolygon(polygon, x, y))
  return places.find((place) => place !== 'outside') ?? 'outside'
}

describe('createPointLocator', () => {
  it('locates points inside, outside and on borders as a walk around every ring does', () => {
    const random = createSeededRandom(5)
    for (let round = 0; round < 60; round++) {
      const corners = 12 + Math.floor(200 * random())
      const shape: MultiPolygon = [
        [
          buildStar(random, [0, 0], corners, 1000),
          buildStar(random, [0, 0], 3 + (corners % 7), 400).toReversed(),
        ],
        [buildStar(random, [2500, 300], 3 + (corners % 50), 900)],
      ]
      const locate = createPointLocator(shape)
      const vertices = shape.flat(2)
      const points = [
        ...vertices,
        ...vertices.map(([x, y]) => [x, y + 1] as const),
        ...Array.from(
          { length: 300 },
          () => [Math.round(5000 * random() - 1200), Math.round(2600 * random() - 1300)] as const,
        ),
      ]
      for (const [x, y] of points) expect(locate(x, y)).toBe(locateOneByOne(shape, x, y))
    }
  })

  it('locates points on horizontal and vertical borders and at the corners of the box', () => {
    const square: MultiPolygon = [
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
        ],
      ],
    ]
    const locate = createPointLocator(square)
    const places = [
      [5, 0],
      [5, 10],
      [0, 5],
      [10, 10],
      [5, 5],
      [11, 0],
      [-1, 10],
    ].map(([x, y]) => locate(x!, y!))
    expect(places).toEqual(['on', 'on', 'on', 'on', 'inside', 'outside', 'outside'])
  })

  it('finds every point outside of an empty shape', () => {
    expect(createPointLocator([])(0, 0)).toBe('outside')
  })
})

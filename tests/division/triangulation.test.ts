import { describe, expect, it } from 'vitest'
import { createVertexTable, nodeSegments, type Segment } from '#shared/division/cells/node-segments.ts'
import { nextEdge, triangulate } from '#shared/division/cells/constrained-triangulation.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { hasSegmentConflict, orient2d } from '#shared/geometry/segments.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const random = createSeededRandom(readSeed(5))
const draw = (size: number): Point => [Math.floor(random() * size), Math.floor(random() * size)]

/** Segments of all lengths that cross, touch, overlap and end on each other: the smaller the square, the more of them. */
const drawSegments = (count: number, size: number): Segment[] =>
  Array.from({ length: count }, (_, source) => ({ a: draw(size), b: draw(size), source }))

describe('nodeSegments', () => {
  it('divides segments so that they meet in common ends only', () => {
    for (let run = 0; run < countRuns(8); run++) {
      const noded = nodeSegments(drawSegments(30, run % 2 === 0 ? 100_000 : 4000))
      const conflicts = noded.flatMap((one, i) =>
        noded
          .slice(0, i)
          .filter((other) => hasSegmentConflict(one.a, one.b, other.a, other.b))
          .map((other) => [one, other]),
      )
      expect(noded.length).toBeGreaterThan(30)
      expect(conflicts).toEqual([])
    }
  })
})

describe('createVertexTable', () => {
  it('tells points apart that lie a unit beside each other anywhere on earth', () => {
    const { numberOf, points } = createVertexTable()
    const near = Array.from({ length: 2000 }, (_, i): Point => [1_200_000_000 + (i % 2), 330_000_000 - i])
    expect(near.map((point) => numberOf(point))).toEqual(near.map((_, i) => i))
    expect(near.map(([x, y]) => numberOf([x, y]))).toEqual(near.map((_, i) => i))
    expect(points).toEqual(near)
  })
})

describe('triangulate', () => {
  it('makes every constraint an edge of triangles that cover the land exactly', () => {
    for (let run = 0; run < countRuns(8); run++) {
      const size = 60_000
      const frame: Point[] = [
        [-size, -size],
        [2 * size, -size - 1],
        [2 * size + 1, 2 * size],
        [-size - 2, 2 * size + 1],
      ]
      const points: Point[] = []
      const numberOf = (point: Point) => {
        const known = points.findIndex((each) => String(each) === String(point))
        return known >= 0 ? known : points.push(point) - 1
      }
      const pairs = nodeSegments(drawSegments(25, size)).map(
        ({ a, b }) => [numberOf(a), numberOf(b)] as const,
      )
      points.push(...frame)
      const { start, twin, fixed, missed } = triangulate(Float64Array.from(points.flat()), pairs)
      const edges = new Map(Array.from(start, (a, e) => [`${a} ${start[nextEdge(e)]}`, e]))
      for (const [a, b] of pairs) {
        const e = edges.get(`${a} ${b}`) ?? edges.get(`${b} ${a}`)
        if (e === undefined || fixed[e] !== 1) missed.push(a)
      }
      expect(missed).toEqual([])
      let area = 0
      for (let t = 0; t < start.length; t += 3) {
        const [a, b, c] = [0, 1, 2].map((k) => points[start[t + k]!]!)
        const turn = orient2d(a!, b!, c!)
        area += turn > 0 ? turn : NaN
      }
      const [p, q, r, s] = frame
      expect(area).toBe(orient2d(p!, q!, r!) + orient2d(p!, r!, s!))
      expect([...twin.entries()].filter(([e, other]) => other >= 0 && twin[other] !== e)).toEqual([])
    }
  })
})

import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { sameCourse } from '#shared/geometry/same-course.ts'

/*
 *   d---c
 *   |   |    a corner at each letter; m lies in the middle of ab, n beside it
 *   a-m-b
 */
const [a, b, c, d, m]: Point[] = [
  [0, 0],
  [1000, 0],
  [1000, 1000],
  [0, 1000],
  [500, 0],
]
const square: MultiPolygon = [[[a!, b!, c!, d!]]]

describe('the course of a border', () => {
  it('is the same with a vertex more or less on its way, wherever the ring begins', () => {
    expect(sameCourse(square, [[[a!, m!, b!, c!, d!]]])).toBe(true)
    expect(sameCourse([[[a!, m!, b!, c!, d!]]], square)).toBe(true)
    expect(sameCourse(square, [[[c!, d!, a!, b!]]])).toBe(true)
    expect(sameCourse([[[a!, m!, b!, c!, d!]]], [[[a!, [300, 0], b!, c!, d!]]])).toBe(true)
  })

  it('bears what rounding does to a vertex on a slope, and no more', () => {
    const slope: MultiPolygon = [[[a!, [1000, 333], c!]]]
    expect(sameCourse(slope, [[[a!, [500, 167], [1000, 333], c!]]])).toBe(true)
    expect(sameCourse(slope, [[[a!, [500, 169], [1000, 333], c!]]])).toBe(false)
  })

  it('is another when a corner is cut, moved or gone', () => {
    expect(sameCourse(square, [[[a!, b!, c!]]])).toBe(false)
    expect(sameCourse(square, [[[a!, [1000, 5], c!, d!]]])).toBe(false)
    expect(sameCourse(square, [[[a!, [500, 40], b!, c!, d!]]])).toBe(false)
    expect(sameCourse(square, [])).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'

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

describe('the equality of two boundaries', () => {
  it('ignores redundant vertices and the start of the ring', () => {
    expect(isSameBoundary(square, [[[a!, m!, b!, c!, d!]]])).toBe(true)
    expect(isSameBoundary([[[a!, m!, b!, c!, d!]]], square)).toBe(true)
    expect(isSameBoundary(square, [[[c!, d!, a!, b!]]])).toBe(true)
    expect(isSameBoundary([[[a!, m!, b!, c!, d!]]], [[[a!, [300, 0], b!, c!, d!]]])).toBe(true)
  })

  it('tolerates the rounding of a vertex on a slope, and no more', () => {
    const slope: MultiPolygon = [[[a!, [1000, 333], c!]]]
    expect(isSameBoundary(slope, [[[a!, [500, 167], [1000, 333], c!]]])).toBe(true)
    expect(isSameBoundary(slope, [[[a!, [500, 169], [1000, 333], c!]]])).toBe(false)
  })

  it('detects a corner that is cut, moved or missing', () => {
    expect(isSameBoundary(square, [[[a!, b!, c!]]])).toBe(false)
    expect(isSameBoundary(square, [[[a!, [1000, 5], c!, d!]]])).toBe(false)
    expect(isSameBoundary(square, [[[a!, [500, 40], b!, c!, d!]]])).toBe(false)
    expect(isSameBoundary(square, [])).toBe(false)
  })
})

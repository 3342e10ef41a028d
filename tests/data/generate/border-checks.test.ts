import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { createVertexIndex } from './checks/directed-edges.ts'
import { findRingDefect } from './checks/find-ring-defect.ts'
import { findTouchingSegments } from './checks/find-touching-segments.ts'
import { findBrokenTilings } from './checks/find-broken-tilings.ts'

const ring = (...points: [number, number][]): Point[] => points
const square: MultiPolygon = [[ring([0, 0], [4, 0], [4, 4], [0, 4])]]
const west: MultiPolygon = [[ring([0, 0], [2, 0], [2, 4], [0, 4])]]
const east: MultiPolygon = [[ring([2, 0], [4, 0], [4, 4], [2, 4])]]

// the checks that guard the generator can themselves fail
describe('the tiling certificate', () => {
  const wholeWith = (...points: [number, number][]) =>
    new Map<string, MultiPolygon>([['s', [[ring(...points)]]]])
  const parts = [
    ['s', west],
    ['s', east],
  ] as const

  it('holds for a tiling that shares every vertex', () => {
    expect(
      findBrokenTilings(
        wholeWith([0, 0], [2, 0], [4, 0], [4, 4], [2, 4], [0, 4]),
        parts,
        createVertexIndex(),
      ),
    ).toEqual([])
  })

  it('sees a vertex the whole lacks, and a missing part', () => {
    expect(findBrokenTilings(new Map([['s', square]]), parts, createVertexIndex())).toEqual(['s'])
    expect(findBrokenTilings(new Map([['s', square]]), [parts[0]], createVertexIndex())).toEqual(['s'])
  })
})

describe('findTouching', () => {
  it('lets segments share ends and nothing else', () => {
    expect(
      findTouchingSegments([
        [
          [0, 0],
          [4, 0],
        ],
        [
          [4, 0],
          [4, 4],
        ],
        [
          [0, 0],
          [0, 4],
        ],
      ]),
    ).toBeUndefined()
    expect(
      findTouchingSegments([
        [
          [0, 0],
          [4, 4],
        ],
        [
          [0, 4],
          [4, 0],
        ],
      ]),
    ).toEqual([0, 1])
    expect(
      findTouchingSegments([
        [
          [0, 0],
          [4, 0],
        ],
        [
          [2, 0],
          [2, 3],
        ],
      ]),
    ).toEqual([0, 1])
    expect(
      findTouchingSegments([
        [
          [0, 0],
          [4, 0],
        ],
        [
          [0, 0],
          [2, 0],
        ],
      ]),
    ).toEqual([0, 1])
  })
})

describe('findBadRing', () => {
  it('names what is wrong', () => {
    expect(findRingDefect(square)).toBeUndefined()
    expect(findRingDefect([[ring([0, 4], [4, 4], [4, 0], [0, 0])]])).toBe('outer ring clockwise')
    expect(findRingDefect([[ring([0, 0], [4, 0], [4, 0], [0, 4])]])).toBe('point twice in a ring')
    expect(findRingDefect([[square[0]![0]!, ring([1, 1], [2, 1], [2, 2])]])).toBe('hole counter-clockwise')
    expect(findRingDefect([[square[0]![0]!, ring([9, 9], [9, 10], [10, 9])]])).toBe('hole outside')
  })
})

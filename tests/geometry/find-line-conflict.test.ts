import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { hasSegmentConflict, isSamePoint } from '#shared/geometry/segments.ts'
import { findLineConflict } from '#shared/geometry/topology/drawn-line/find-line-conflict.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

describe('a drawn line', () => {
  it('meets itself where a comparison of all pairs of segments finds it', () => {
    const random = createSeededRandom(7)
    let conflicts = 0
    for (let round = 0; round < 300; round++) {
      // short steps on a coarse lattice: they meet in vertices, overlap and cross
      const line: Point[] = [[0, 0]]
      const length = round % 2 === 0 ? 20 : 150
      while (line.length < length) {
        const [x, y] = line.at(-1)!
        const next: Point = [x + 1 + Math.floor(random() * 6) - 2, y + Math.floor(random() * 7) - 3]
        if (!isSamePoint(next, [x, y])) line.push(next)
      }
      const expected = compareAll(line)
      expect(findLineConflict(line)).toEqual(expected)
      if (expected !== null) conflicts++
    }
    expect(conflicts).toBeGreaterThan(100)
    expect(conflicts).toBeLessThan(300)
  })

  it.each([10, 500])('of %i segments may end where it began', (count) => {
    const circle = Array.from({ length: count }, (_, i): Point => {
      const angle = (2 * Math.PI * i) / count
      return [Math.round(1e6 * Math.cos(angle)), Math.round(1e6 * Math.sin(angle))]
    })
    expect(findLineConflict([...circle, circle[0]!])).toBeNull()
    expect(findLineConflict([...circle, circle[1]!])).toEqual(circle[count - 1])
  })
})

function compareAll(line: readonly Point[]): Point | null {
  const count = line.length - 1
  const isClosed = isSamePoint(line[0]!, line[count]!)
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const mayTouch = j === i + 1 || (isClosed && i === 0 && j === count - 1)
      const ends = [line[i]!, line[i + 1]!].some(
        (end) => isSamePoint(end, line[j]!) || isSamePoint(end, line[j + 1]!),
      )
      if (hasSegmentConflict(line[i]!, line[i + 1]!, line[j]!, line[j + 1]!) || (ends && !mayTouch))
        return line[j]!
    }
  return null
}

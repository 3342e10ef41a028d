import type { Point } from '../../geometry/lattice.ts'

/** Side of a square of the index, lattice units: about 50 m. */
const SIDE = 5000

export interface IndexedSegment {
  a: Point
  b: Point
  /** What the caller knows it by. */
  tag: number
}

/** An index of segments by squares, in which segments can be replaced. */
export function createSegmentGrid() {
  const squares = new Map<string, Set<IndexedSegment>>()
  const visit = (a: Point, b: Point, margin: number, act: (key: string) => void) => {
    const [west, east] = [Math.min(a[0], b[0]) - margin, Math.max(a[0], b[0]) + margin]
    const [south, north] = [Math.min(a[1], b[1]) - margin, Math.max(a[1], b[1]) + margin]
    for (let x = Math.floor(west / SIDE); x <= Math.floor(east / SIDE); x++)
      for (let y = Math.floor(south / SIDE); y <= Math.floor(north / SIDE); y++) act(`${x} ${y}`)
  }
  return {
    add(segment: IndexedSegment): void {
      visit(segment.a, segment.b, 0, (key) => {
        const square = squares.get(key)
        if (square) square.add(segment)
        else squares.set(key, new Set([segment]))
      })
    },
    remove(segment: IndexedSegment): void {
      visit(segment.a, segment.b, 0, (key) => squares.get(key)?.delete(segment))
    },
    /** Returns the segments that may come within `margin` lattice units of a segment. */
    near(a: Point, b: Point, margin: number): Set<IndexedSegment> {
      const found = new Set<IndexedSegment>()
      visit(a, b, margin, (key) => {
        for (const segment of squares.get(key) ?? []) found.add(segment)
      })
      return found
    },
  }
}

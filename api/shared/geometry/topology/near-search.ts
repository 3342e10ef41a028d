import Flatbush from 'flatbush'
import { itemAt } from '../at.ts'
import type { Point } from '../lattice.ts'

/**
 * Returns a search for the items (segments, or points with two equal ends) whose box is within a distance, in lattice units,
 * of the box of a segment; in the order of the items. The index is built on first use.
 */
export function createNearSearch<T>(
  items: readonly T[],
  endsOf: (item: T) => [Point, Point],
): (from: Point, to: Point, distance: number) => T[] {
  let index: Flatbush | undefined
  return (from, to, distance) => {
    index ??= indexOf(items.map(endsOf))
    return index
      .search(
        Math.min(from[0], to[0]) - distance,
        Math.min(from[1], to[1]) - distance,
        Math.max(from[0], to[0]) + distance,
        Math.max(from[1], to[1]) + distance,
      )
      .sort((a, b) => a - b)
      .map((i) => itemAt(items, i))
  }
}

function indexOf(segments: readonly [Point, Point][]): Flatbush {
  const index = new Flatbush(Math.max(1, segments.length))
  for (const [a, b] of segments)
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  if (segments.length === 0) index.add(Infinity, Infinity, -Infinity, -Infinity)
  index.finish()
  return index
}

import type { MultiPolygon } from '#shared/geometry/lattice.ts'

/** Whether two shapes have the same vertices in the same order. */
export function isSameShape(one: MultiPolygon, other: MultiPolygon): boolean {
  return (
    one.length === other.length &&
    one.every(
      (polygon, p) =>
        polygon.length === other[p]!.length &&
        polygon.every(
          (ring, r) =>
            ring.length === other[p]![r]!.length &&
            ring.every(([x, y], i) => x === other[p]![r]![i]![0] && y === other[p]![r]![i]![1]),
        ),
    )
  )
}

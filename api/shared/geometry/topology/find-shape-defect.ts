import type { MultiPolygon, Point } from '../lattice.ts'
import { findMisplacedRing } from './find-misplaced-ring.ts'
import { findSelfIntersection } from './find-self-intersection.ts'

/**
 * Returns a point at which a shape is not a valid one: its rings cross, touch along an edge or have a vertex twice, run
 * the wrong way round, or a hole is not inside its outer ring. null: the shape is valid. Exact.
 */
export function findShapeDefect(shape: MultiPolygon): Point | null {
  const short = shape.flat().find((ring) => ring.length < 3)
  if (short) return short[0] ?? [0, 0]
  return findSelfIntersection(shape) ?? findMisplacedRing(shape)
}

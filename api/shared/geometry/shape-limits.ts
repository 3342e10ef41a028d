/**
 * Sizes of one grid that a request may carry. The largest grid of a city has some hundred vertices; to prove one of
 * 10,000 takes a second.
 */
export const SHAPE_LIMITS = { vertices: 2000, holes: 200, parts: 100 } as const

/** The size that a shape exceeds. */
export interface ShapeExcess {
  what: keyof typeof SHAPE_LIMITS
  limit: number
}

/** Returns the first size that the shape exceeds; null: none. It counts rings, not vertices one by one. */
export function findShapeExcess(shape: readonly (readonly ArrayLike<unknown>[])[]): ShapeExcess | null {
  let [vertices, holes] = [0, 0]
  for (const polygon of shape) {
    holes += Math.max(0, polygon.length - 1)
    for (const ring of polygon) vertices += ring.length
  }
  const sizes = { vertices, holes, parts: shape.length }
  for (const what of ['parts', 'holes', 'vertices'] as const)
    if (sizes[what] > SHAPE_LIMITS[what]) return { what, limit: SHAPE_LIMITS[what] }
  return null
}

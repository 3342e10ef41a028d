import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'

/** A ring while it is being fitted to the others. */
export interface NodedRing {
  points: Point[]
  /** Index of its cell; -1: it bounds the unit around them. */
  cell: number
  polygon: number
  /** Its vertices stay where they are; it may only be given more. */
  fixed: boolean
}

/** Returns the rings of cells, and of the unit around them, as they are before they are fitted. */
export function toNodedRings(
  cells: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  fixed: ReadonlySet<number>,
): NodedRing[] {
  const rings: NodedRing[] = []
  const add = (shape: MultiPolygon, cell: number) =>
    shape.forEach((polygon, p) =>
      polygon.forEach((ring) =>
        rings.push({ points: [...ring], cell, polygon: p, fixed: cell < 0 || fixed.has(cell) }),
      ),
    )
  cells.forEach(add)
  if (boundary) add(boundary, -1)
  return rings
}

/** Returns the shapes of that many cells from their rings. */
export function shapesFrom(rings: readonly NodedRing[], count: number): MultiPolygon[] {
  const shapes: Point[][][][] = Array.from({ length: count }, () => [])
  for (const { points, cell, polygon } of rings) {
    if (cell < 0 || points.length < 3) continue
    const polygons = shapes[cell]!
    const own = (polygons[polygon] ??= [])
    own.push(points)
  }
  return shapes.map((polygons) => polygons.filter((polygon) => polygon !== undefined))
}

/** Returns the shape of the unit around the cells from its rings. */
export const getFrame = (rings: readonly NodedRing[]): MultiPolygon =>
  shapesFrom(
    rings.filter(({ cell }) => cell < 0).map((ring) => ({ ...ring, cell: 0 })),
    1,
  )[0]!

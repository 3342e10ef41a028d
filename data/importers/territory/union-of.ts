import { certify } from '#shared/geometry/certificate.ts'
import { dissolve } from '#shared/geometry/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { interiorPoint } from '#shared/geometry/interior-point.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { ringConflict } from '#shared/geometry/ring-conflict.ts'
import { doubleArea } from '#shared/geometry/ring-area.ts'
import { ringsFromEdges } from '#shared/geometry/rings-from-edges.ts'
import { cellFinder } from '../topology/cell-finder.ts'
import type { NodedRing } from '../topology/noded-ring.ts'
import { nodeRings } from '../topology/node-rings.ts'

/**
 * The outline of several shapes. Those that share their vertices are put together exactly; others are cut along each
 * other's borders first. Null when even that gives no valid shape.
 */
export function unionOf(shapes: readonly MultiPolygon[]): MultiPolygon | null {
  return exactUnion(shapes) ?? cutUnion(shapes)
}

function exactUnion(shapes: readonly MultiPolygon[]): MultiPolygon | null {
  try {
    // what has no opposite is the outline; on the way through flat arrays, since a city has a third of a million edges
    const union = ringsFromEdges(certify(toFlatPolygons(shapes), toFlatPolygons([])).open)
    return union.length > 0 &&
      sizeOf(union) === shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) &&
      ringConflict(union) === null
      ? union
      : null
  } catch {
    return null
  }
}

function cutUnion(shapes: readonly MultiPolygon[]): MultiPolygon | null {
  const rings: NodedRing[] = shapes.flatMap((shape, cell) =>
    shape.flatMap((polygon, p) =>
      polygon.map((ring) => ({ points: [...ring], cell, polygon: p, fixed: false })),
    ),
  )
  if (!nodeRings(rings, 0, 1)) return null
  const edges = new Map<string, { from: Point; to: Point }>()
  for (const { points } of rings) {
    points.forEach((from, i) => {
      const to = points[(i + 1) % points.length]!
      if (!edges.has(`${to} ${from}`)) edges.set(`${from} ${to}`, { from, to })
    })
  }
  const faces = ringsFromEdges(
    [...edges.values()].flatMap(({ from, to }) => [
      { from, to },
      { from: to, to: from },
    ]),
  )
  const cellsAt = cellFinder(shapes)
  const union = dissolve(
    faces.filter((face) => cellsAt(...interiorPoint(face)).length > 0).map((face) => [face]),
  )
  return union.length > 0 && ringConflict(union) === null ? union : null
}

const sizeOf = (shape: MultiPolygon) => shape.flat().reduce((sum, ring) => sum + doubleArea(ring), 0)

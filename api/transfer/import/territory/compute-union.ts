import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { buildRingsFromEdges } from '#shared/geometry/topology/build-rings-from-edges.ts'
import { createCellFinder } from '../tiling/cell-finder.ts'
import type { NodedRing } from '../tiling/noded-ring.ts'
import { nodeRings } from '../tiling/node-rings.ts'

/**
 * The outline of several shapes. Those that share their vertices are put together exactly; others are cut along each
 * other's borders first. Null when even that gives no valid shape.
 */
export function computeUnion(shapes: readonly MultiPolygon[]): MultiPolygon | null {
  return exactUnion(shapes) ?? cutUnion(shapes)
}

function exactUnion(shapes: readonly MultiPolygon[]): MultiPolygon | null {
  try {
    // what has no opposite is the outline; on the way through flat arrays, since a city has a third of a million edges
    const union = buildRingsFromEdges(certifyTiling(toFlatPolygons(shapes), toFlatPolygons([])).open)
    return union.length > 0 &&
      sizeOf(union) === shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) &&
      findSelfIntersection(union) === null
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
  if (nodeRings(rings, 0, 1).size > 0) return null
  const edges = new Map<string, { from: Point; to: Point }>()
  for (const { points } of rings) {
    points.forEach((from, i) => {
      const to = points[(i + 1) % points.length]!
      if (!edges.has(`${to} ${from}`)) edges.set(`${from} ${to}`, { from, to })
    })
  }
  const faces = buildRingsFromEdges(
    [...edges.values()].flatMap(({ from, to }) => [
      { from, to },
      { from: to, to: from },
    ]),
  )
  const cellsAt = createCellFinder(shapes)
  const union = dissolve(
    faces.filter((face) => cellsAt(...computeInteriorPoint(face)).length > 0).map((face) => [face]),
  )
  return union.length > 0 && findSelfIntersection(union) === null ? union : null
}

const sizeOf = (shape: MultiPolygon) =>
  shape.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)

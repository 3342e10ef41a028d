import type { Box, Point } from '../geometry/lattice.ts'
import { computeBox, type GeometryParts, boxToGeometryParts } from '../geometry/shapes/intersects.ts'
import type { SpatialLiteral } from './parse-cql2.ts'

/**
 * Converts a geometry literal to the lattice, with its box. `placeOf` converts a position of the filter to a
 * lattice point.
 */
export function toLatticeGeometry(
  figure: SpatialLiteral,
  placeOf: (place: readonly [number, number]) => Point,
): { parts: GeometryParts; box: Box } {
  const at = (place: readonly [number, number]) => placeOf(place)
  switch (figure.is) {
    case 'box': {
      const box = computeBox([
        at([figure.west, figure.south]),
        at([figure.east, figure.south]),
        at([figure.west, figure.north]),
        at([figure.east, figure.north]),
      ])
      return { parts: boxToGeometryParts(box), box }
    }
    case 'points': {
      const points = figure.points.map(at)
      return { parts: { points, lines: [], areas: [] }, box: computeBox(points) }
    }
    case 'lines': {
      const lines = figure.lines.map((line) => line.map(at))
      return { parts: { points: [], lines, areas: [] }, box: computeBox(lines.flat()) }
    }
    case 'areas': {
      const closed = figure.polygons.map((polygon) => polygon.map((ring) => ring.map(at)))
      const areas = closed.map((polygon) => polygon.map((ring) => ring.slice(0, -1)))
      return { parts: { points: [], lines: closed.flat(), areas }, box: computeBox(closed.flat(2)) }
    }
  }
}

import type { Box, Point } from '../geometry/lattice.ts'
import { boxOfPoints, type Parts, partsOfBox } from '../geometry/meets.ts'
import type { Figure } from './parse-cql2.ts'

/** A filter's figure on the lattice, with its box. `placeOf`: where a place of the filter lies. */
export function partsOfFigure(
  figure: Figure,
  placeOf: (place: readonly [number, number]) => Point,
): { parts: Parts; box: Box } {
  const at = (place: readonly [number, number]) => placeOf(place)
  switch (figure.is) {
    case 'box': {
      const box = boxOfPoints([
        at([figure.west, figure.south]),
        at([figure.east, figure.south]),
        at([figure.west, figure.north]),
        at([figure.east, figure.north]),
      ])
      return { parts: partsOfBox(box), box }
    }
    case 'points': {
      const points = figure.points.map(at)
      return { parts: { points, lines: [], areas: [] }, box: boxOfPoints(points) }
    }
    case 'lines': {
      const lines = figure.lines.map((line) => line.map(at))
      return { parts: { points: [], lines, areas: [] }, box: boxOfPoints(lines.flat()) }
    }
    case 'areas': {
      const closed = figure.polygons.map((polygon) => polygon.map((ring) => ring.map(at)))
      const areas = closed.map((polygon) => polygon.map((ring) => ring.slice(0, -1)))
      return { parts: { points: [], lines: closed.flat(), areas }, box: boxOfPoints(closed.flat(2)) }
    }
  }
}

import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon, Point, Polygon } from '#shared/geometry/lattice.ts'
import { computePolygonAreaM2 } from '#shared/geometry/measure.ts'
import { buildRingsFromEdges } from '#shared/geometry/topology/build-rings-from-edges.ts'
import { projectOntoSegment } from '#shared/geometry/segments.ts'
import { createCellFinder } from './cell-finder.ts'
import type { ConflictArea, CleanTiling } from './tiling-result.ts'
import { type EdgeOwners, indexEdgeOwners } from './edge-owners.ts'
import type { NodedRing } from './noded-ring.ts'

/**
 * Every face between the borders goes to the one cell that covers it; what none or several cover goes to a neighbour
 * where it is thin, and is listed where it is not.
 */
export function assignFaces(
  shapes: readonly MultiPolygon[],
  frame: MultiPolygon | null,
  rings: readonly NodedRing[],
  fixed: ReadonlySet<number>,
  context: ReadonlySet<number>,
  tolerance: number,
  stretchX: number,
) {
  const owners = indexEdgeOwners(rings)
  const faces = buildRingsFromEdges(
    owners.edges.flatMap(({ from, to }) => [
      { from, to },
      { from: to, to: from },
    ]),
  )
  const cellsAt = createCellFinder(shapes)
  const changed = new Set<number>()
  const kept = new Map<number, Polygon[]>()
  const keep = (cell: number, face: Polygon) => {
    const faces = kept.get(cell)
    if (faces) faces.push(face)
    else kept.set(cell, [face])
  }
  const slivers: CleanTiling['slivers'] = []
  const gaps: ConflictArea[] = []
  const overlaps: CleanTiling['overlaps'] = []
  const outside: CleanTiling['outside'] = []

  for (const face of faces) {
    const [x, y] = computeInteriorPoint(face)
    const cells = cellsAt(x, y)
    const inFrame =
      frame === null || frame.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')
    if (inFrame && cells.length === 1) {
      keep(cells[0]!, face)
      continue
    }
    if (!inFrame && cells.length === 0) continue
    const lengths = borderLengths(face, owners)
    const beside = [...lengths.keys()]
      .filter((cell) => cell >= 0)
      .sort((a, b) => lengths.get(b)! - lengths.get(a)!)
    if (cells.length === 0 && beside.length > 0 && beside.every((cell) => context.has(cell))) continue
    const areaM2 = computePolygonAreaM2(face)
    // whose border would move across the face moves by no more than the tolerance
    const isThin = (cell: number) => !fixed.has(cell) && widthFrom(face, owners, cell, stretchX) <= tolerance
    if (!inFrame) {
      for (const cell of cells) {
        if (isThin(cell)) {
          changed.add(cell)
          slivers.push({ to: null, from: cell, areaM2 })
        } else {
          keep(cell, face)
          outside.push({ shape: face, areaM2, beside, cell })
        }
      }
    } else if (cells.length === 0) {
      const to = beside.filter(isThin)[0]
      if (to === undefined) gaps.push({ shape: face, areaM2, beside })
      else {
        changed.add(to)
        keep(to, face)
        slivers.push({ to, from: null, areaM2 })
      }
    } else {
      const to = cells.find((cell) => cells.every((other) => other === cell || isThin(other)))
      if (to === undefined) {
        overlaps.push({ shape: face, areaM2, beside, cells })
        for (const cell of cells) keep(cell, face)
        continue
      }
      keep(to, face)
      for (const from of cells) {
        if (from === to) continue
        changed.add(from)
        slivers.push({ to, from, areaM2 })
      }
    }
  }
  return { faces: kept, changed, slivers, gaps, overlaps, outside }
}

function borderLengths(face: Polygon, owners: EdgeOwners): Map<number, number> {
  const lengths = new Map<number, number>()
  forEachEdge(face, (from, to) => {
    for (const owner of owners.of(from, to)) {
      lengths.set(owner, (lengths.get(owner) ?? 0) + Math.hypot(to[0] - from[0], to[1] - from[1]))
    }
  })
  return lengths
}

/** How far apart the two sides of a face are where they are furthest: the cell's own border, and all other borders. */
function widthFrom(face: Polygon, owners: EdgeOwners, cell: number, stretchX: number): number {
  const own: [Point, Point][] = []
  const rest: [Point, Point][] = []
  forEachEdge(face, (from, to) => {
    const side = owners.of(from, to).includes(cell) ? own : rest
    side.push([stretched(from, stretchX), stretched(to, stretchX)])
  })
  const furthest = (edges: readonly [Point, Point][], others: readonly [Point, Point][]) =>
    edges.flat().reduce(
      (most, point) =>
        Math.max(
          most,
          others.reduce(
            (least, [from, to]) => Math.min(least, projectOntoSegment(point, from, to).squared),
            Infinity,
          ),
        ),
      0,
    )
  return own.length === 0 || rest.length === 0
    ? Infinity
    : Math.sqrt(Math.max(furthest(own, rest), furthest(rest, own)))
}

function forEachEdge(face: Polygon, visit: (from: Point, to: Point) => void): void {
  for (const ring of face) ring.forEach((from, i) => visit(from, ring[(i + 1) % ring.length]!))
}

const stretched = ([x, y]: Point, stretchX: number): Point => [x * stretchX, y]

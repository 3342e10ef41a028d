import { itemAt } from '../../geometry/at.ts'
import type { MultiPolygon, Point, Polygon } from '../../geometry/lattice.ts'
import { divideLand } from '../../geometry/operations/divide.ts'
import { computeInteriorPoint } from '../../geometry/shapes/interior-point.ts'
import { findShapeDefect } from '../../geometry/topology/find-shape-defect.ts'
import type { Chain, TracedBorders } from './trace-borders.ts'

/** Polygons of one part, each with a point inside. */
export interface PartFaces {
  polygons: Polygon[]
  places: Point[]
}

/** Builds the polygons of each part from its borders; null: the borders do not divide the land into valid shapes. */
export function buildFaces(
  land: MultiPolygon,
  { chains, outlineParts }: TracedBorders,
  count: number,
): PartFaces[] | null {
  const { faces, fault } = divideLand(
    land,
    chains.map(({ points }) => points),
  )
  if (fault) return null
  const sides = listSides(chains)
  const parts = Array.from({ length: count }, (): PartFaces => ({ polygons: [], places: [] }))
  for (const face of faces) {
    if (findShapeDefect([face])) return null
    const part = parts[findPart(face, sides, outlineParts) ?? -1]
    if (part === undefined) return null
    part.polygons.push(face)
    part.places.push(computeInteriorPoint(face))
  }
  return parts.every(({ polygons }) => polygons.length > 0) ? parts : null
}

/** Part on the left of each directed piece of border. */
function listSides(chains: readonly Chain[]): Map<string, number> {
  const sides = new Map<string, number>()
  for (const { points, left, right } of chains)
    for (let i = 1; i < points.length; i++) {
      sides.set(`${itemAt(points, i - 1)} ${itemAt(points, i)}`, left)
      sides.set(`${itemAt(points, i)} ${itemAt(points, i - 1)}`, right)
    }
  return sides
}

/** A ring has its land on the left: a piece of new border says whose land that is, or else a vertex of the outline. */
function findPart(
  face: Polygon,
  sides: ReadonlyMap<string, number>,
  outlineParts: ReadonlyMap<string, number>,
): number | undefined {
  for (const ring of face)
    for (let i = 0; i < ring.length; i++) {
      const part = sides.get(`${itemAt(ring, i)} ${itemAt(ring, (i + 1) % ring.length)}`)
      if (part !== undefined) return part
    }
  return face
    .flat()
    .map((vertex) => outlineParts.get(String(vertex)))
    .find((part) => part !== undefined)
}

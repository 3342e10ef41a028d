import { snapPoint, type MultiPolygon, type Point, type Ring } from '#shared/geometry/lattice.ts'
import type { WaterwayFacts } from '../city-facts.ts'
import { OUTSIDE } from './mesh/mesh.ts'
import type { Territory } from './territory/territory.ts'

/** The open sea off the coast, to the vertex, with its shoals left out; undefined for an inland city. */
export function drawSea(
  { shop, shoals }: Territory,
  shapeOf: (face: number) => MultiPolygon,
  pointOf: (vertex: number) => Point,
): WaterwayFacts | undefined {
  const { mesh, lines, plan } = shop
  if (plan.coast.length === 0) return undefined
  const isCoast = (half: number) =>
    mesh.face[half] === OUTSIDE && lines.all[mesh.line[half >> 1]!]!.kind === 'coast'
  let start = -1
  for (let half = 0; half < mesh.halfCount && start < 0; half++)
    if (isCoast(half) && !isCoast(mesh.prev[half]!)) start = half
  const ring: Point[] = [pointOf(mesh.origin[start]!)]
  for (let half = start; isCoast(half); half = mesh.next[half]!) ring.push(pointOf(mesh.origin[half ^ 1]!))
  for (const [lon, lat] of plan.offshore) ring.push(snapPoint(lon, lat))
  const holes = shoals.flatMap((face) => shapeOf(face).map((part): Ring => [...part[0]!].reverse()))
  return { class: 'sea', name: null, barrier: true, geometry: { kind: 'area', area: [[ring, ...holes]] } }
}

export function drawLakes(
  { shop, lakes }: Territory,
  shapeOf: (face: number) => MultiPolygon,
): WaterwayFacts[] {
  return lakes.map(({ face, lake }): WaterwayFacts => ({
    class: 'lake',
    name: shop.plan.lakes[lake]!.name,
    barrier: true,
    geometry: { kind: 'area', area: shapeOf(face) },
  }))
}

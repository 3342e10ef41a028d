import { snapToLattice, type MultiPolygon, type Point, type Ring } from '#shared/geometry/lattice.ts'
import type { WaterwayRecord } from '../../city-dataset.ts'
import { OUTSIDE_FACE } from '../mesh/half-edge-mesh.ts'
import type { CityTiling } from '../tiling/city-tiling.ts'

/** The open sea off the coast, to the vertex, with its shoals left out; undefined for an inland city. */
export function buildSeaRecord(
  { shop, shoals }: CityTiling,
  shapeOf: (face: number) => MultiPolygon,
  pointOf: (vertex: number) => Point,
): WaterwayRecord | undefined {
  const { mesh, lines, plan } = shop
  if (plan.coast.length === 0) return undefined
  const isCoast = (half: number) =>
    mesh.face[half] === OUTSIDE_FACE && lines.all[mesh.line[half >> 1]!]!.kind === 'coast'
  let start = -1
  for (let half = 0; half < mesh.halfCount && start < 0; half++)
    if (isCoast(half) && !isCoast(mesh.prev[half]!)) start = half
  const ring: Point[] = [pointOf(mesh.origin[start]!)]
  for (let half = start; isCoast(half); half = mesh.next[half]!) ring.push(pointOf(mesh.origin[half ^ 1]!))
  for (const [lon, lat] of plan.offshore) ring.push(snapToLattice(lon, lat))
  const holes = shoals.flatMap((face) => shapeOf(face).map((part): Ring => [...part[0]!].reverse()))
  return { class: 'sea', name: null, barrier: true, geometry: { kind: 'area', area: [[ring, ...holes]] } }
}

export function buildLakeRecords(
  { shop, lakes }: CityTiling,
  shapeOf: (face: number) => MultiPolygon,
): WaterwayRecord[] {
  return lakes.map(({ face, lake }): WaterwayRecord => ({
    class: 'lake',
    name: shop.plan.lakes[lake]!.name,
    barrier: true,
    geometry: { kind: 'area', area: shapeOf(face) },
  }))
}

import type { RandomStream } from '../math/create-random-stream.ts'
import type { CityTiling } from '../tiling/city-tiling.ts'
import { listArcVertices, createArcGraph } from './arc-graph.ts'
import { plainBorderUse, type BorderUse } from './border-use.ts'
import { buildBorderArcs } from './build-border-arcs.ts'
import { classifyArcs } from './classify-arcs.ts'
import {
  buildRoadAndWaterSections,
  type RoadSection,
  type WaterSection,
} from './build-road-and-water-sections.ts'
import { connectRoads } from './connect-roads.ts'
import { classifyRoads } from './classify-roads.ts'
import { connectTownCentres, type NamedTownCentre } from './connect-town-centres.ts'
import { createLinePiece } from './create-line-piece.ts'
import { assignRoadNames } from './assign-road-names.ts'
import type { BorderNetwork } from './border-network.ts'
import { placeBridges } from './place-bridges.ts'
import { pruneCanals } from './prune-canals.ts'
import { routeGuides } from './route-guides.ts'
import { ensureRoadAccess } from './ensure-road-access.ts'

/** Lets roads and water run along the borders; puts the feet of the bridges into the mesh as vertices. */
export function buildBorderNetwork(
  { shop, owner, grids }: CityTiling,
  seats: readonly NamedTownCentre[],
  random: RandomStream,
): { roads: RoadSection[]; waters: WaterSection[]; network: BorderNetwork } {
  const { mesh, plane, lines, field } = shop
  const arcs = buildBorderArcs(mesh, plane, lines, owner)
  const pieces = arcs.map((arc) => createLinePiece(mesh, plane, listArcVertices(mesh, arc), ''))
  const urban = Float32Array.from(arcs, (arc) => {
    const middle = mesh.origin[arc.halves[arc.halves.length >> 1]!]!
    return field.urbanity(plane.east(mesh.x[middle]!), plane.north(mesh.y[middle]!))
  })
  const isLake = (grid: number) => grids[grid]?.special === 'lake'
  const uses = arcs.map(({ left, right }): BorderUse =>
    isLake(left) || isLake(right) ? { kind: 'shore' } : plainBorderUse,
  )
  const network: BorderNetwork = {
    ...shop,
    graph: createArcGraph(arcs),
    uses,
    pieces,
    urban,
    seed: random.below(1e9),
    bridges: new Set(),
  }
  routeGuides(network)
  classifyArcs(network)
  pruneCanals(network)
  classifyRoads(network)
  connectTownCentres(network, seats)
  ensureRoadAccess(network, grids.length)
  assignRoadNames(network, random.fork('streets'))
  placeBridges(network)
  connectRoads(network)
  return { ...buildRoadAndWaterSections(network), network }
}

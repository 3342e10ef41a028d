import type { Random } from '../create-random.ts'
import type { Territory } from '../territory/territory.ts'
import { arcVertices, createArcGraph } from './arc-graph.ts'
import { plain, type BorderUse } from './border-use.ts'
import { chainArcs } from './chain-arcs.ts'
import { classifyArcs } from './classify-arcs.ts'
import { collectLines, type RoadRun, type WaterRun } from './collect-lines.ts'
import { connectRoads } from './connect-roads.ts'
import { gradeRoads } from './grade-roads.ts'
import { linkSeats, type Place } from './link-seats.ts'
import { makePiece } from './make-piece.ts'
import { nameStreets } from './name-streets.ts'
import type { Network } from './network.ts'
import { placeBridges } from './place-bridges.ts'
import { pruneCanals } from './prune-canals.ts'
import { routeGuides } from './route-guides.ts'
import { serveGrids } from './serve-grids.ts'

/** Lets roads and water run along the borders; puts the feet of the bridges into the mesh as vertices. */
export function drawNetwork(
  { shop, owner, grids }: Territory,
  seats: readonly Place[],
  random: Random,
): { roads: RoadRun[]; waters: WaterRun[]; network: Network } {
  const { mesh, plane, lines, field } = shop
  const arcs = chainArcs(mesh, plane, lines, owner)
  const pieces = arcs.map((arc) => makePiece(mesh, plane, arcVertices(mesh, arc), ''))
  const urban = Float32Array.from(arcs, (arc) => {
    const middle = mesh.origin[arc.halves[arc.halves.length >> 1]!]!
    return field.urbanity(plane.east(mesh.x[middle]!), plane.north(mesh.y[middle]!))
  })
  const isLake = (grid: number) => grids[grid]?.special === 'lake'
  const uses = arcs.map(({ left, right }): BorderUse =>
    isLake(left) || isLake(right) ? { kind: 'shore' } : plain,
  )
  const network: Network = {
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
  gradeRoads(network)
  linkSeats(network, seats)
  serveGrids(network, grids.length)
  nameStreets(network, random.fork('streets'))
  placeBridges(network)
  connectRoads(network)
  return { ...collectLines(network), network }
}

import type { RoadClass } from '#shared/contract/enums.ts'
import { getOtherEnd } from './arc-graph.ts'
import { findPath } from './find-path.ts'
import { hasWater } from './has-water.ts'
import type { UnitVector } from './join-strokes.ts'
import type { BorderNetwork } from './border-network.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Metres of detour that a crossing of water and a sharp turn are worth. */
const WATER = 160,
  TURN = 320

/** What a metre costs: new roads prefer old ones. */
const COST: Record<RoadClass, number> = {
  motorway: Infinity,
  trunk: 0.5,
  primary: 0.5,
  secondary: 0.55,
  street: 0.85,
  lane: 0.9,
}

export interface NamedTownCentre {
  east: number
  north: number
  name: string
}

/** Joins every seat to its nearest neighbours by a through road along borders, over water where it must; marks those bridges. */
export function connectTownCentres(network: BorderNetwork, seats: readonly NamedTownCentre[]): void {
  const { graph, uses, bridges, urban } = network
  const vertices = nearestVertices(network, seats)
  for (const [a, b] of nearestPairs(seats)) {
    const from = vertices[a]!,
      to = vertices[b]!
    const far = distance(network, from, to)
    const path = findPath(
      graph,
      from,
      to,
      2.2 * far + 3000,
      (arc, vertex, before) => stepCost(network, arc, vertex, before),
      (vertex) => 0.5 * distance(network, vertex, to),
    )
    const name = `${seats[a]!.name.slice(0, 1)}${seats[b]!.name.slice(0, 1)}线`
    let at = from
    for (const arc of path ?? []) {
      if (at !== from && hasWater(network, at)) bridges.add(at)
      at = getOtherEnd(graph.arcs[arc]!, at)
      const use = uses[arc]!
      if (use.kind === 'road' && use.road !== 'lane' && use.road !== 'street' && use.road !== 'secondary')
        continue
      if (use.kind === 'road' && use.name !== null) continue
      uses[arc] = { kind: 'road', road: 'secondary', name: urban[arc]! > 0.6 ? null : name }
    }
  }
}

function stepCost(
  { graph, uses, lines, pieces }: BorderNetwork,
  arc: number,
  vertex: number,
  before: number,
): number {
  const use = uses[arc]!
  const { length, line } = graph.arcs[arc]!
  if (use.kind === 'water' || use.kind === 'shore' || lines.all[line]!.kind === 'outer') return Infinity
  let cost = length * (use.kind === 'road' ? COST[use.road] : 1.15)
  if (before >= 0) {
    const into = (index: number): UnitVector =>
      pieces[index]!.from === vertex ? pieces[index]!.start : pieces[index]!.end
    const [ae, an] = into(before),
      [be, bn] = into(arc)
    if (ae * be + an * bn > -0.64) cost += TURN
    for (const other of graph.at.get(vertex)!) {
      if (uses[other]!.kind !== 'water') continue
      cost += WATER
      break
    }
  }
  return cost
}

/** Each seat with its three nearest, every pair once, short ones first. */
function nearestPairs(seats: readonly NamedTownCentre[]): [number, number][] {
  const pairs = new Map<string, { a: number; b: number; far: number }>()
  for (const [i, seat] of seats.entries()) {
    const others = seats
      .map((other, j) => ({ j, far: computeVectorLength(other.east - seat.east, other.north - seat.north) }))
      .filter(({ j }) => j !== i)
      .sort((x, y) => x.far - y.far)
      .slice(0, 3)
    for (const { j, far } of others)
      pairs.set(`${Math.min(i, j)} ${Math.max(i, j)}`, { a: Math.min(i, j), b: Math.max(i, j), far })
  }
  return [...pairs.values()].sort((x, y) => x.far - y.far || x.a - y.a).map(({ a, b }) => [a, b])
}

function nearestVertices(
  { graph, mesh, plane, uses }: BorderNetwork,
  seats: readonly NamedTownCentre[],
): number[] {
  const best = seats.map(() => ({ vertex: -1, square: Infinity }))
  for (const [vertex, arcs] of graph.at) {
    if (!arcs.some((arc) => uses[arc]!.kind === 'road')) continue
    const east = plane.east(mesh.x[vertex]!),
      north = plane.north(mesh.y[vertex]!)
    for (const [i, seat] of seats.entries()) {
      const de = east - seat.east,
        dn = north - seat.north
      const square = de * de + dn * dn
      if (square < best[i]!.square) best[i] = { vertex, square }
    }
  }
  return best.map(({ vertex }) => vertex)
}

function distance({ mesh, plane }: BorderNetwork, a: number, b: number): number {
  return computeVectorLength(
    plane.east(mesh.x[a]!) - plane.east(mesh.x[b]!),
    plane.north(mesh.y[a]!) - plane.north(mesh.y[b]!),
  )
}

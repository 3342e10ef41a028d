import type { GuidePlan } from '../city-plan.ts'
import type { GuideTrack } from '../partition/cut-along-guides.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { ArcGraph } from './arc-graph.ts'
import type { BorderUse } from './border-use.ts'
import { findPath } from './find-path.ts'
import type { BorderNetwork } from './border-network.ts'
import { computeVectorLength } from '../math/vector-length.ts'

const METRES_PER_UNIT = 0.0111

/** A stretch of a guide that has become border, by the vertices where it starts and ends. */
interface Stretch {
  first: Foot
  last: Foot
}

/** A vertex, and the place of the track nearest to it. */
interface Foot {
  vertex: number
  at: number
}

/** Gives rivers and highways their arcs; where one was interrupted, it goes on along the borders that lie nearest. */
export function routeGuides(network: BorderNetwork): void {
  const { plan, lines, guides, graph, uses } = network
  const arcsOf: number[][] = plan.guides.map(() => [])
  for (const [index, arc] of graph.arcs.entries()) {
    const line = lines.all[arc.line]!
    if (line.kind !== 'guide' || uses[index]!.kind === 'shore') continue
    arcsOf[line.guide]!.push(index)
    uses[index] = useOf(plan.guides[line.guide]!)
  }
  for (const [index, guide] of plan.guides.entries()) {
    const track = guides.tracks[index]!
    // rivers come first in the plan, and may have taken a few borders from a road since
    const own = arcsOf[index]!.filter((arc) => sameLine(uses[arc]!, useOf(guide)))
    const stretches = sortAlong(network, collect(graph, own), track)
    for (let k = 1; k < stretches.length; k++) {
      for (const arc of closeGap(network, guide, track, stretches[k - 1]!.last, stretches[k]!.first)) {
        if (mayTake(uses[arc]!, guide)) uses[arc] = useOf(guide)
      }
    }
  }
}

/** Two guides may share a stretch: a river takes it from a road, else it stays with whoever had it. */
function mayTake(use: BorderUse, guide: GuidePlan): boolean {
  return use.kind === 'plain' || (use.kind === 'road' && isWater(guide))
}

function isWater({ kind }: GuidePlan): boolean {
  return kind === 'river' || kind === 'canal'
}

function sameLine(a: BorderUse, b: BorderUse): boolean {
  return a.kind === b.kind && 'name' in a && 'name' in b && a.name === b.name
}

function useOf({ kind, name }: GuidePlan): BorderUse {
  return kind === 'river' || kind === 'canal'
    ? { kind: 'water', water: kind, name, wide: true }
    : { kind: 'road', road: kind, name }
}

/** Arcs that hang together. */
function collect(graph: ArcGraph, arcs: readonly number[]): number[][] {
  const left = new Set(arcs)
  const groups: number[][] = []
  for (const seed of arcs) {
    if (!left.delete(seed)) continue
    const group = [seed]
    for (let k = 0; k < group.length; k++) {
      const { from, to } = graph.arcs[group[k]!]!
      for (const vertex of [from, to])
        for (const next of graph.at.get(vertex)!) if (left.delete(next)) group.push(next)
    }
    groups.push(group)
  }
  return groups
}

/** The groups along the guide, each by the vertices where it starts and ends. */
function sortAlong(
  { mesh, graph }: BorderNetwork,
  groups: readonly (readonly number[])[],
  track: GuideTrack,
): Stretch[] {
  return groups
    .map((group): Stretch => {
      const feet = group
        .flatMap((arc) => [graph.arcs[arc]!.from, graph.arcs[arc]!.to])
        .map((vertex): Foot => ({
          vertex,
          at: nearestOnTrack(mesh, track, vertex, 0, track.x.length - 1).at,
        }))
        .sort((a, b) => a.at - b.at || a.vertex - b.vertex)
      return { first: feet[0]!, last: feet.at(-1)! }
    })
    .sort((a, b) => a.first.at - b.first.at)
}

function closeGap(
  network: BorderNetwork,
  guide: GuidePlan,
  track: GuideTrack,
  from: Foot,
  to: Foot,
): number[] {
  const { mesh, plane, lines, graph, uses } = network
  const metres = (a: number, b: number) =>
    computeVectorLength(
      plane.east(mesh.x[a]!) - plane.east(mesh.x[b]!),
      plane.north(mesh.y[a]!) - plane.north(mesh.y[b]!),
    )
  const gap = metres(from.vertex, to.vertex)
  if (gap === 0 || to.at < from.at - 2) return []
  const low = Math.max(0, from.at - 4),
    high = Math.min(track.x.length - 1, to.at + 4)
  const cost = (index: number) => {
    const arc = graph.arcs[index]!
    const line = lines.all[arc.line]!
    const use = uses[index]!
    if (use.kind === 'shore' || (use.kind === 'water' && !isWater(guide))) return Infinity
    if (line.kind === 'coast' || line.kind === 'outer' || line.kind === 'shore') return Infinity
    const middle = mesh.origin[arc.halves[arc.halves.length >> 1]!]!
    const off = (nearestOnTrack(mesh, track, middle, low, high).distance * METRES_PER_UNIT) / 350
    return arc.length * (1 + off * off) * (use.kind === 'plain' ? 1 : 1.5)
  }
  return (
    findPath(graph, from.vertex, to.vertex, 2 * gap + 700, cost, (vertex) => metres(vertex, to.vertex)) ?? []
  )
}

/** Distances in lattice units, east squeezed to the scale of north at 33°: enough to compare with. */
function nearestOnTrack(
  mesh: HalfEdgeMesh,
  track: GuideTrack,
  vertex: number,
  low: number,
  high: number,
): { at: number; distance: number } {
  let at = low,
    square = Infinity
  for (let k = low; k <= high; k++) {
    const dx = (track.x[k]! - mesh.x[vertex]!) * 0.84,
      dy = track.y[k]! - mesh.y[vertex]!
    const found = dx * dx + dy * dy
    if (found < square) {
      square = found
      at = k
    }
  }
  return { at, distance: Math.sqrt(square) }
}

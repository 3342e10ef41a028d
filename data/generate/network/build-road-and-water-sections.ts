import type { RoadClass } from '#shared/contract/enums.ts'
import { splitEdge } from '../mesh/split-edge.ts'
import { computeEdgeLength, type BorderArc } from './build-border-arcs.ts'
import { hasWater } from './has-water.ts'
import type { BorderNetwork } from './border-network.ts'

/** A run of road between two places, as vertices of the mesh. */
export interface RoadSection {
  road: RoadClass
  name: string | null
  bridge: boolean
  vertices: number[]
}

/** A run of water. */
export interface WaterSection {
  water: 'river' | 'canal' | 'ditch'
  name: string | null
  wide: boolean
  vertices: number[]
}

/** Metres from the middle of the water to the foot of its bridges. */
const WIDE_BANK = 46,
  NARROW_BANK = 20

/**
 * Roads and water as they will be drawn. Where a road meets water its last metres are cut off: they become a bridge, or
 * nothing where there is none, so that no road but a bridge ever touches water. The cuts are new vertices of the mesh.
 */
export function buildRoadAndWaterSections(network: BorderNetwork): {
  roads: RoadSection[]
  waters: WaterSection[]
} {
  const { graph, uses } = network
  const roads: RoadSection[] = []
  const waters: WaterSection[] = []
  for (const [index, use] of uses.entries()) {
    const arc = graph.arcs[index]!
    if (use.kind === 'water')
      waters.push({
        water: use.water,
        name: use.name,
        wide: use.wide,
        vertices: verticesOf(network, arc, 0, arc.halves.length),
      })
    if (use.kind !== 'road') continue
    const run = (from: number, to: number, bridge: boolean): RoadSection => ({
      road: use.road,
      name: use.name,
      bridge,
      vertices: verticesOf(network, arc, from, to),
    })
    const head = cutBank(network, arc, arc.from, true)
    const tail = cutBank(network, arc, arc.to, false)
    const end = arc.halves.length - tail
    if (head > 0 && network.bridges.has(arc.from)) roads.push(run(0, head, true))
    if (end > head) roads.push(run(head, end, false))
    if (tail > 0 && network.bridges.has(arc.to)) roads.push(run(end, arc.halves.length, true))
  }
  return { roads, waters }
}

function verticesOf({ mesh }: BorderNetwork, arc: BorderArc, from: number, to: number): number[] {
  const vertices = arc.halves.slice(from, to).map((half) => mesh.origin[half]!)
  vertices.push(to === arc.halves.length ? arc.to : mesh.origin[arc.halves[to]!]!)
  return vertices
}

/** Makes sure that a vertex stands where the bank is; returns how many of the arc's edges lie beyond it, 0 if no water is there. */
function cutBank(network: BorderNetwork, arc: BorderArc, vertex: number, atStart: boolean): number {
  if (!hasWater(network, vertex)) return 0
  const { mesh, plane, graph, uses } = network
  const wide = graph.at.get(vertex)!.some((other) => {
    const use = uses[other]!
    return use.kind === 'shore' || (use.kind === 'water' && use.wide && use.water !== 'ditch')
  })
  const bank = Math.min(wide ? WIDE_BANK : NARROW_BANK, 0.3 * arc.length)
  let gone = 0
  for (let k = 0; k < arc.halves.length; k++) {
    const index = atStart ? k : arc.halves.length - 1 - k
    const half = arc.halves[index]!
    const length = computeEdgeLength(mesh, plane, half)
    if (gone + length < bank * 0.75) {
      gone += length
      continue
    }
    // a vertex near enough to the bank will do
    if (gone + length < bank * 1.4) return k + 1
    const share = (bank - gone) / length
    const a = mesh.origin[half]!,
      b = mesh.origin[half ^ 1]!
    const t = atStart ? share : 1 - share
    const fresh = splitEdge(
      mesh,
      half,
      Math.round(mesh.x[a]! + (mesh.x[b]! - mesh.x[a]!) * t),
      Math.round(mesh.y[a]! + (mesh.y[b]! - mesh.y[a]!) * t),
    )
    arc.halves.splice(index + 1, 0, fresh)
    return k + 1
  }
  return 0
}

import { contains } from '../cut/contains.ts'
import { segmentsTouch } from '../cut/check-cut.ts'
import { lengthOf } from '../length-of.ts'
import { addVertex, OUTSIDE } from '../mesh/mesh.ts'
import { hasWater, isBarrier, isWalked } from './has-water.ts'
import type { Network } from './network.ts'

/** A bridge where only one bank has a border: over the water at `vertex` to its `foot`, and on through the grid to `target`. */
export interface Ford {
  vertex: number
  foot: number
  target: number
}

/** Metres from the middle of the water to the foot. */
const BANK = 46

/**
 * For a part of the roads that water cuts off where no two borders meet at it: a way from one of its ends at the water
 * straight across and through the grid there to a road of another part. Undefined if nothing suits.
 */
export function fordWater(network: Network, part: Int32Array, own: readonly number[], main: number): Ford | undefined {
  const { graph, mesh, plane } = network
  let best: { vertex: number; target: number; length: number } | undefined
  for (const arc of own) {
    for (const vertex of [graph.arcs[arc]!.from, graph.arcs[arc]!.to]) {
      if (!hasWater(network, vertex) || graph.at.get(vertex)!.some(other => network.uses[other]!.kind === 'shore')) continue
      for (const loop of loopsAround(network, vertex)) {
        for (const target of loop) {
          const arcs = graph.at.get(target)
          if (!arcs?.some(other => part[other] === main && isWalked(network, other)) || hasWater(network, target)) continue
          const length = lengthOf(
            plane.east(mesh.x[target]!) - plane.east(mesh.x[vertex]!),
            plane.north(mesh.y[target]!) - plane.north(mesh.y[vertex]!),
          )
          if (length < 3 * BANK || (best && length >= best.length) || !seesAcross(network, loop, vertex, target)) continue
          best = { vertex, target, length }
        }
      }
    }
  }
  if (!best) return undefined
  const { vertex, target, length } = best
  const along = (a: number, b: number) => Math.round(a + ((b - a) * BANK) / length)
  const foot = addVertex(mesh, along(mesh.x[vertex]!, mesh.x[target]!), along(mesh.y[vertex]!, mesh.y[target]!))
  return { vertex, foot, target }
}

/** The loops of the faces around a vertex that have water on both sides of it: the far bank. */
function loopsAround({ mesh, graph, uses }: Network, vertex: number): number[][] {
  const water = new Set(
    graph.at
      .get(vertex)!
      .filter(arc => isBarrier(uses[arc]!))
      .flatMap(arc => graph.arcs[arc]!.halves.map(half => half >> 1)),
  )
  const loops: number[][] = []
  const start = mesh.out[vertex]!
  let half = start
  do {
    if (mesh.face[half] !== OUTSIDE && water.has(half >> 1) && water.has(mesh.prev[half]! >> 1)) {
      const loop: number[] = []
      let at = half
      do {
        loop.push(mesh.origin[at]!)
        at = mesh.next[at]!
      } while (at !== half)
      loops.push(loop)
    }
    half = mesh.next[half ^ 1]!
  } while (half !== start)
  return loops
}

/** Does the straight way between two corners of a loop stay inside it? */
function seesAcross({ mesh }: Network, loop: readonly number[], a: number, b: number): boolean {
  const ax = mesh.x[a]!,
    ay = mesh.y[a]!,
    bx = mesh.x[b]!,
    by = mesh.y[b]!
  const ring = loop.flatMap(vertex => [mesh.x[vertex]!, mesh.y[vertex]!])
  if (!contains(ring, (ax + bx) / 2, (ay + by) / 2)) return false
  return loop.every((vertex, i) => {
    const next = loop[(i + 1) % loop.length]!
    if ([a, b].includes(vertex) || [a, b].includes(next)) return true
    return !segmentsTouch(ax, ay, bx, by, mesh.x[vertex]!, mesh.y[vertex]!, mesh.x[next]!, mesh.y[next]!)
  })
}

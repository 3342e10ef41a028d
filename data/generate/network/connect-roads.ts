import { getOtherEnd } from './arc-graph.ts'
import { plainBorderUse } from './border-use.ts'
import { hasWater, isWaterBarrier } from './has-water.ts'
import type { BorderNetwork } from './border-network.ts'

/** Pieces of road this long, in metres, that nothing joins to the rest are not worth having. */
const CRUMB = 6000

/**
 * Makes the roads one network for walkers: pieces that hang loose are joined by a lane through the fields or by one more
 * bridge, whichever is nearer; what still hangs loose and is short is no road at all.
 */
export function connectRoads(network: BorderNetwork): void {
  for (let round = 0; round < 8; round++) {
    const { part, main, size } = findParts(network)
    const loose = [...size.keys()].filter((id) => id !== main)
    if (loose.length === 0) return
    const arcsOf = new Map<number, number[]>(loose.map((id) => [id, []]))
    for (const [arc, id] of part.entries()) arcsOf.get(id)?.push(arc)
    let joined = 0
    for (const arcs of arcsOf.values()) if (joinPart(network, part, arcs, main)) joined++
    if (joined === 0) break
  }
  const { part, main, size } = findParts(network)
  for (const [arc, id] of part.entries()) {
    if (id >= 0 && id !== main && size.get(id)! < CRUMB) network.uses[arc] = { ...plainBorderUse }
  }
}

interface Parts {
  part: Int32Array
  main: number
  size: Map<number, number>
}

function isWalked({ uses }: BorderNetwork, arc: number): boolean {
  const use = uses[arc]!
  return use.kind === 'road' && use.road !== 'motorway'
}

/** Can a walker get from one road to another at this vertex? */
function passes(network: BorderNetwork, vertex: number): boolean {
  return network.bridges.has(vertex) || !hasWater(network, vertex)
}

/** By arc: which connected part of the walkable roads it is in, -1 for no road; and the longest part. */
function findParts(network: BorderNetwork): Parts {
  const { graph } = network
  const part = new Int32Array(graph.arcs.length).fill(-1)
  const size = new Map<number, number>()
  let main = -1
  for (let seed = 0; seed < graph.arcs.length; seed++) {
    if (part[seed]! >= 0 || !isWalked(network, seed)) continue
    const queue = [seed]
    part[seed] = seed
    let length = 0
    for (let k = 0; k < queue.length; k++) {
      const arc = graph.arcs[queue[k]!]!
      length += arc.length
      for (const vertex of [arc.from, arc.to]) {
        if (!passes(network, vertex)) continue
        for (const next of graph.at.get(vertex)!) {
          if (part[next]! >= 0 || !isWalked(network, next)) continue
          part[next] = seed
          queue.push(next)
        }
      }
    }
    size.set(seed, length)
    if (main < 0 || length > size.get(main)!) main = seed
  }
  return { part, main, size }
}

/** Searches outwards from a loose part, over plain borders and across water at single vertices, to the nearest other part. */
function joinPart(network: BorderNetwork, part: Int32Array, own: readonly number[], main: number): boolean {
  const { graph, uses, bridges, lines } = network
  const came = new Map<number, { arc: number; vertex: number }>()
  const queue: number[] = []
  for (const arc of own) {
    for (const vertex of [graph.arcs[arc]!.from, graph.arcs[arc]!.to]) {
      if (came.has(vertex)) continue
      came.set(vertex, { arc: -1, vertex: -1 })
      queue.push(vertex)
    }
  }
  for (let k = 0; k < queue.length && k < 4000; k++) {
    const vertex = queue[k]!
    const arcs = graph.at.get(vertex)!
    const onSea = arcs.some((arc) => uses[arc]!.kind === 'shore')
    const goal = !onSea && arcs.some((arc) => part[arc] === main)
    if (goal) {
      for (let at = vertex; ;) {
        if (hasWater(network, at)) bridges.add(at)
        const step = came.get(at)!
        if (step.arc < 0) return true
        if (uses[step.arc]!.kind === 'plain') uses[step.arc] = { kind: 'road', road: 'lane', name: null }
        at = step.vertex
      }
    }
    if (onSea) continue
    for (const arc of arcs) {
      const use = uses[arc]!
      if (isWaterBarrier(use) || (use.kind === 'road' && use.road === 'motorway') || use.kind === 'water')
        continue
      if (lines.all[graph.arcs[arc]!.line]!.kind === 'outer' && use.kind === 'plain') continue
      const next = getOtherEnd(graph.arcs[arc]!, vertex)
      if (came.has(next)) continue
      came.set(next, { arc, vertex })
      queue.push(next)
    }
  }
  return false
}

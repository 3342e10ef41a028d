import type { UniqueVertices } from '../geometry/topology/deduplicate-vertices.ts'
import { simplifyChain } from './simplify-chain.ts'

const UNSET = 255

/**
 * Returns the smallest zoom at which each vertex is drawn. The result depends neither on the ring of the
 * vertex nor on the order of the features, so two neighbours simplify their common border alike and there are
 * no slivers at any zoom.
 *
 * A border is divided into arcs at junctions (vertices with more than two neighbours), which are always
 * drawn; each arc is simplified once, in a direction that depends on its coordinates only. `worldOf` contains
 * world x, y by vertex.
 */
export function computeVertexZooms(
  { vertexOf, count }: UniqueVertices,
  ringStart: Uint32Array,
  worldOf: Int32Array,
): Uint8Array {
  const junction = findJunctions(ringStart, vertexOf, count)
  const zoomOf = new Uint8Array(count).fill(UNSET)
  for (let v = 0; v < count; v++) if (junction[v] === 1) zoomOf[v] = 0

  let chain = new Uint32Array(1024)
  for (let r = 0; r + 1 < ringStart.length; r++) {
    const start = ringStart[r] ?? 0
    const end = ringStart[r + 1] ?? 0
    let first = start
    while (first < end && junction[vertexOf[first] ?? 0] === 0) first++
    if (first === end) {
      if (zoomOf[vertexOf[start] ?? 0] !== UNSET) continue
      first = start + anchorLonelyRing(vertexOf.subarray(start, end), worldOf, zoomOf, junction)
    }
    if (chain.length <= end - start) chain = new Uint32Array(2 * (end - start))
    // once around from the first junction, collecting an arc until the next one
    let length = 0
    let known = false
    for (let step = 0, i = first; step <= end - start; step++) {
      const vertex = vertexOf[i] ?? 0
      if (length === 1) known = zoomOf[vertex] !== UNSET
      chain[length++] = vertex
      if (step > 0 && junction[vertex] === 1) {
        if (length > 2 && !known) simplifyChain(canonical(chain, length, worldOf), length, worldOf, zoomOf)
        chain[0] = vertex
        length = 1
      }
      if (++i === end) i = start
    }
  }
  return zoomOf
}

function findJunctions(ringStart: Uint32Array, vertexOf: Uint32Array, count: number): Uint8Array {
  const NONE = 0xffffffff
  const one = new Uint32Array(count).fill(NONE)
  const two = new Uint32Array(count).fill(NONE)
  const junction = new Uint8Array(count)
  const meet = (vertex: number, neighbour: number) => {
    if (one[vertex] === neighbour || two[vertex] === neighbour) return
    if (one[vertex] === NONE) one[vertex] = neighbour
    else if (two[vertex] === NONE) two[vertex] = neighbour
    else junction[vertex] = 1
  }
  for (let r = 0; r + 1 < ringStart.length; r++) {
    const end = ringStart[r + 1] ?? 0
    let previous = vertexOf[end - 1] ?? 0
    for (let i = ringStart[r] ?? 0; i < end; i++) {
      const vertex = vertexOf[i] ?? 0
      meet(previous, vertex)
      meet(vertex, previous)
      previous = vertex
    }
  }
  return junction
}

/**
 * An island or enclave has no junction: its south-westernmost vertex and the one farthest from it are used
 * instead.
 */
function anchorLonelyRing(
  ring: Uint32Array,
  worldOf: Int32Array,
  zoomOf: Uint8Array,
  junction: Uint8Array,
): number {
  let first = 0
  for (let i = 1; i < ring.length; i++) if (precedes(ring[i] ?? 0, ring[first] ?? 0, worldOf)) first = i
  let farthest = first
  let squaredDistance = -1
  for (let i = 0; i < ring.length; i++) {
    const dx = (worldOf[2 * (ring[i] ?? 0)] ?? 0) - (worldOf[2 * (ring[first] ?? 0)] ?? 0)
    const dy = (worldOf[2 * (ring[i] ?? 0) + 1] ?? 0) - (worldOf[2 * (ring[first] ?? 0) + 1] ?? 0)
    const squared = dx * dx + dy * dy
    if (
      squared > squaredDistance ||
      (squared === squaredDistance && precedes(ring[i] ?? 0, ring[farthest] ?? 0, worldOf))
    ) {
      squaredDistance = squared
      farthest = i
    }
  }
  for (const i of [first, farthest]) {
    zoomOf[ring[i] ?? 0] = 0
    junction[ring[i] ?? 0] = 1
  }
  return first
}

function precedes(a: number, b: number, worldOf: Int32Array): boolean {
  return worldOf[2 * a] !== worldOf[2 * b]
    ? (worldOf[2 * a] ?? 0) < (worldOf[2 * b] ?? 0)
    : (worldOf[2 * a + 1] ?? 0) > (worldOf[2 * b + 1] ?? 0)
}

/** Orients an arc by its own coordinates; a closed arc by its inner vertices. */
function canonical(chain: Uint32Array, length: number, worldOf: Int32Array): Uint32Array {
  const closed = chain[0] === chain[length - 1]
  const forward = closed
    ? precedes(chain[1] ?? 0, chain[length - 2] ?? 0, worldOf)
    : precedes(chain[0] ?? 0, chain[length - 1] ?? 0, worldOf)
  if (!forward) chain.subarray(0, length).reverse()
  return chain
}

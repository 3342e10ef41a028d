import FlatQueue from 'flatqueue'
import { addTo, float64At, int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import { SMALL_SHARE } from './objective.ts'

export interface Half {
  atoms: Int32Array
  parts: number
}

export interface TreeCutter {
  /** Cuts atoms in two where both sides fit their numbers of parts, with the least price; null: no tree has such a place. */
  cut(atoms: Int32Array, parts: number, tries: number): [Half, Half] | null
}

/** Price of a metre between atoms that do not touch. */
const TIE_PRICE = 0.2
/** A step into another block waits until nothing is left of this one. */
const OTHER_BLOCK = 1000
/** What it costs a cut to leave a small piece of a block. */
const SMALL_PIECE = 0.5

/** Creates a cutter of random spanning trees over atoms of a graph. */
export function createTreeCutter(
  graph: AtomGraph,
  { count, tolerance, byBlocks }: { count: number; tolerance: number; byBlocks: boolean },
  random: () => number,
): TreeCutter {
  const { first, neighbours, origin, weight, block, blockCount } = graph
  const mean = graph.totalWeight / count
  const small = SMALL_SHARE * mean
  // the cheaper a border, the later it is crossed, so that cuts fall on it
  const pricePerM = graph.price.map((price, i) => {
    const length = float64At(graph.lengthM, i)
    return length > 0 ? price / length : TIE_PRICE
  })
  const reluctance = pricePerM.map((price) => 1 / Math.max(0.05, price))
  const isWanted = new Uint8Array(graph.count)
  const queue = new FlatQueue<number>()
  /** Atoms in the order in which the tree reached them, with the place of each one's parent and the border towards it. */
  const order = new Int32Array(graph.count)
  const parent = new Int32Array(graph.count)
  const crossed = new Int32Array(graph.count)
  const placeOf = new Int32Array(graph.count)
  const below = new Float64Array(graph.count)
  const belowInBlock = new Float64Array(graph.count)
  const sizes = new Int32Array(graph.count)
  const inBlock = new Float64Array(blockCount)
  const isBelow = new Uint8Array(graph.count)

  /** Returns the number of atoms that a random tree reaches. */
  function grow(atoms: Int32Array): number {
    for (const atom of atoms) isWanted[atom] = 1
    queue.clear()
    let reached = 0
    const reach = (atom: number, up: number, pair: number) => {
      isWanted[atom] = 0
      placeOf[atom] = reached
      order[reached] = atom
      parent[reached] = up
      crossed[reached] = pair
      reached++
      for (let i = first[atom] ?? 0, end = first[atom + 1] ?? 0; i < end; i++) {
        const next = neighbours[i] ?? 0
        if (isWanted[next] !== 1) continue
        const wait = byBlocks && block[next] !== block[atom] ? OTHER_BLOCK : 0
        queue.push(i, wait + Math.sqrt(random()) * (reluctance[i] ?? 0))
      }
    }
    reach(int32At(atoms, Math.floor(random() * atoms.length)), -1, -1)
    for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
      const atom = neighbours[i] ?? 0
      if (isWanted[atom] === 1) reach(atom, placeOf[origin[i] ?? 0] ?? 0, i)
    }
    for (const atom of atoms) isWanted[atom] = 0
    return reached
  }

  /** Sums the weights below each place of the tree, and those of its block that are connected to it. */
  function sumUp(reached: number): number {
    inBlock.fill(0)
    for (let at = 0; at < reached; at++) {
      const atom = order[at] ?? 0
      const households = weight[atom] ?? 0
      below[at] = households
      belowInBlock[at] = households
      sizes[at] = 1
      addTo(inBlock, block[atom] ?? 0, households)
    }
    for (let at = reached - 1; at > 0; at--) {
      const up = parent[at] ?? 0
      below[up] = (below[up] ?? 0) + (below[at] ?? 0)
      sizes[up] = (sizes[up] ?? 0) + (sizes[at] ?? 0)
      if (block[order[at] ?? 0] === block[order[up] ?? 0])
        belowInBlock[up] = (belowInBlock[up] ?? 0) + (belowInBlock[at] ?? 0)
    }
    return below[0] ?? 0
  }

  const smallness = (households: number) => (households < small ? 1 - households / small : 0)

  /** What it costs to cut the tree at a place, apart from how well the weights fit. */
  function priceOfCut(at: number): number {
    const price = 0.3 * (pricePerM[crossed[at] ?? 0] ?? 0)
    const own = block[order[at] ?? 0] ?? 0
    if (!byBlocks || own !== block[order[parent[at] ?? 0] ?? 0]) return price
    const piece = belowInBlock[at] ?? 0
    return price + SMALL_PIECE * (smallness(piece) + smallness((inBlock[own] ?? 0) - piece))
  }

  function cut(atoms: Int32Array, parts: number, tries: number): [Half, Half] | null {
    let least = Infinity
    let best: [Half, Half] | null = null
    for (let attempt = 0; attempt < tries; attempt++) {
      const reached = grow(atoms)
      // atoms that are connected through others only cannot be cut here
      if (reached < atoms.length) return null
      const whole = sumUp(reached)
      let [place, inside] = [-1, 0]
      for (let at = reached - 1; at > 0; at--) {
        const size = sizes[at] ?? 0
        const share = (mean > 0 ? (below[at] ?? 0) / whole : size / reached) * parts
        const low = Math.floor(share)
        for (let fits = low; fits <= low + 1; fits++) {
          if (fits < 1 || fits >= parts || size < fits || reached - size < parts - fits) continue
          const off = Math.abs(share - fits) / Math.min(fits, parts - fits)
          const misfit = 10 * Math.max(0, off - tolerance) + off
          if (misfit >= least) continue
          const price = misfit + priceOfCut(at) + 0.2 * random()
          if (price < least) [least, place, inside] = [price, at, fits]
        }
      }
      if (place >= 0) best = divideAt(place, reached, parts, inside)
    }
    return best
  }

  function divideAt(place: number, reached: number, parts: number, inside: number): [Half, Half] {
    isBelow.fill(0, 0, reached)
    isBelow[place] = 1
    for (let at = place + 1; at < reached; at++) if (isBelow[parent[at] ?? 0] === 1) isBelow[at] = 1
    const tree = order.subarray(0, reached)
    return [
      { atoms: tree.filter((_, at) => isBelow[at] === 1), parts: inside },
      { atoms: tree.filter((_, at) => isBelow[at] !== 1), parts: parts - inside },
    ]
  }

  return { cut }
}

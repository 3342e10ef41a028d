import FlatQueue from 'flatqueue'
import { float64At, int32At, itemAt } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import type { Partition } from './partition.ts'

interface Tree {
  /** Atoms in the order in which the tree reached them. */
  order: number[]
  /** Place in `order` of each atom's parent; -1 for the first. */
  parent: number[]
  /** Price of a metre of border towards the parent. */
  price: number[]
}

interface Half {
  atoms: number[]
  parts: number
}

/** Price of a metre between atoms that do not touch. */
const TIE_PRICE = 0.2
/** Trees that are tried for each cut of a seed. */
const TRIES = 4

/**
 * Returns a random division into contiguous parts of nearly equal weight: spanning trees are cut where both sides fit a
 * whole number of parts (D. DeFord, M. Duchin, J. Solomon, Recombination, 2021). null: none was found.
 */
export function seedDivision(
  graph: AtomGraph,
  count: number,
  tolerance: number,
  random: () => number,
): Int32Array | null {
  const part = new Int32Array(graph.count)
  const mean = graph.totalWeight / count
  const stack: Half[] = [{ atoms: Array.from({ length: graph.count }, (_, i) => i), parts: count }]
  let next = 0
  for (let half = stack.pop(); half; half = stack.pop()) {
    if (half.parts === 1) {
      for (const atom of half.atoms) part[atom] = next
      next++
      continue
    }
    const cut = cutWell(graph, half, mean, tolerance, random)
    if (cut === null) return null
    stack.push(...cut)
  }
  return part
}

/** Replaces pairs of neighbouring parts by new halves of their union where that is better. */
export function recombine(
  graph: AtomGraph,
  partition: Partition,
  {
    rounds,
    tolerance,
    mean,
    random,
  }: { rounds: number; tolerance: number; mean: number; random: () => number },
): void {
  const { part } = partition
  for (let round = 0; round < rounds; round++) {
    const atom = Math.floor(random() * graph.count)
    const own = int32At(part, atom)
    let other = -1
    for (let i = int32At(graph.first, atom); i < int32At(graph.first, atom + 1); i++) {
      const beside = int32At(part, int32At(graph.neighbours, i))
      if (beside !== own) other = beside
    }
    if (other < 0) continue
    const atoms: number[] = []
    for (let i = 0; i < graph.count; i++) if (part[i] === own || part[i] === other) atoms.push(i)
    const cut = cutWell(graph, { atoms, parts: 2 }, mean, tolerance, random)
    if (cut === null) continue
    const before = partition.price()
    const old = part.slice()
    const next = part.slice()
    for (const each of cut[0].atoms) next[each] = own
    for (const each of cut[1].atoms) next[each] = other
    partition.assign(next)
    if (partition.price() > before) partition.assign(old)
  }
}

/** Cuts atoms in two where both sides fit their numbers of parts, with the least price; null: no tree has such a place. */
function cutWell(
  graph: AtomGraph,
  { atoms, parts }: Half,
  mean: number,
  tolerance: number,
  random: () => number,
): [Half, Half] | null {
  let best: { tree: Tree; at: number; parts: number; price: number } | null = null
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const tree = growTree(graph, atoms, random)
    // atoms that are connected through others only cannot be cut here
    if (tree.order.length < atoms.length) return null
    const weights = tree.order.map((atom) => float64At(graph.weight, atom))
    const sizes = tree.order.map(() => 1)
    const whole = weights.reduce((sum, each) => sum + each, 0)
    for (let at = tree.order.length - 1; at > 0; at--) {
      const [weight, size] = [itemAt(weights, at), itemAt(sizes, at)]
      const up = itemAt(tree.parent, at)
      weights[up] = itemAt(weights, up) + weight
      sizes[up] = itemAt(sizes, up) + size
      const share = mean > 0 ? (weight / whole) * parts : (size / atoms.length) * parts
      for (const inside of new Set([Math.floor(share), Math.ceil(share)])) {
        if (inside < 1 || inside >= parts || size < inside || atoms.length - size < parts - inside) continue
        const off = Math.abs(share - inside) / Math.min(inside, parts - inside)
        const price = 10 * Math.max(0, off - tolerance) + off + 0.3 * itemAt(tree.price, at) + 0.2 * random()
        if (best === null || price < best.price) best = { tree, at, parts: inside, price }
      }
    }
  }
  if (best === null) return null
  const { tree, at, parts: inside } = best
  const isBelow = new Uint8Array(tree.order.length)
  isBelow[at] = 1
  for (let i = at + 1; i < tree.order.length; i++) if (isBelow[itemAt(tree.parent, i)] === 1) isBelow[i] = 1
  return [
    { atoms: tree.order.filter((_, i) => isBelow[i] === 1), parts: inside },
    { atoms: tree.order.filter((_, i) => isBelow[i] !== 1), parts: parts - inside },
  ]
}

/** Grows a random tree over the atoms: the cheaper a border, the later it is crossed, so that cuts fall on it. */
function growTree(graph: AtomGraph, atoms: readonly number[], random: () => number): Tree {
  const { first, neighbours, origin, lengthM } = graph
  const isWanted = new Uint8Array(graph.count)
  for (const atom of atoms) isWanted[atom] = 1
  /** Place of each reached atom in the order. */
  const placeOf = new Int32Array(graph.count)
  const tree: Tree = { order: [], parent: [], price: [] }
  const queue = new FlatQueue<number>()
  const priceAt = (i: number) => {
    const length = float64At(lengthM, i)
    return length > 0 ? float64At(graph.price, i) / length : TIE_PRICE
  }
  const reach = (atom: number, parent: number, price: number) => {
    isWanted[atom] = 0
    placeOf[atom] = tree.order.length
    tree.order.push(atom)
    tree.parent.push(parent)
    tree.price.push(price)
    const end = int32At(first, atom + 1)
    for (let i = int32At(first, atom); i < end; i++)
      if (isWanted[int32At(neighbours, i)] === 1)
        queue.push(i, Math.sqrt(random()) / Math.max(0.05, priceAt(i)))
  }
  reach(itemAt(atoms, Math.floor(random() * atoms.length)), -1, 0)
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    const atom = int32At(neighbours, i)
    if (isWanted[atom] === 1) reach(atom, int32At(placeOf, int32At(origin, i)), priceAt(i))
  }
  return tree
}

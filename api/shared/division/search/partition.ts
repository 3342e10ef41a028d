import { addTo, float64At, int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import { type BorderPairs, createBorderPairs } from './border-pairs.ts'
import { createPartPrice, type Goals } from './objective.ts'

/** A division of the atoms into contiguous parts, with the sums of each part kept up to date. */
export interface Partition {
  readonly part: Int32Array
  /** Number of atoms by part. */
  readonly size: Int32Array
  readonly borders: BorderPairs
  /** Price of the whole division. */
  price(): number
  partPrice(p: number): number
  /** Number of parts outside of the band. */
  countMisses(): number
  /** Number of small pieces that are bitten out of blocks. */
  countBites(): number
  /** Returns by how much the price would grow if an atom moved to another part. */
  priceMove(atom: number, to: number): number
  /** Returns by how much the price would grow if two atoms of different parts changed places. */
  priceExchange(atom: number, back: number): number
  /** Moves an atom. */
  move(atom: number, to: number): void
  /** Whether the part stays contiguous, and is not empty, without the atom. */
  mayLeave(atom: number): boolean
  /** Replaces the whole division. */
  assign(part: Int32Array): void
}

/** Creates a partition of which every atom has a part below `goals.count`. */
export function createPartition(graph: AtomGraph, goals: Goals, start: Int32Array): Partition {
  const { count, first, neighbours, price, lengthM, weight, areaM2, outlineM, block, blockCount } = graph
  const { today, todayCount } = graph
  const parts = goals.count
  const part = new Int32Array(count)
  const sumWeight = new Float64Array(parts)
  const sumAreaM2 = new Float64Array(parts)
  const perimeterM = new Float64Array(parts)
  const cut = new Float64Array(parts)
  const pieces = new Float64Array(parts)
  const size = new Int32Array(parts)
  const prices = new Float64Array(parts)
  /** Households, and atoms, of each part in each block; households of each part in each grid of today. */
  const blockWeight = new Float64Array(parts * blockCount)
  const blockAtoms = new Int32Array(parts * blockCount)
  const todayWeight = new Float64Array(parts * todayCount)
  const priceOf = createPartPrice(graph, goals)
  const looksAtToday = goals.change > 0
  const borders = createBorderPairs(graph, part, parts)
  const stamp = new Int32Array(count)
  const queue = new Int32Array(count)
  let stamped = 0
  // how an atom that leaves a part for another changes their perimeters and the prices of their borders
  let [fromM, toM, fromCut, toCut] = [0, 0, 0, 0]

  function measure(atom: number, from: number, to: number): void {
    fromM = -(outlineM[atom] ?? 0)
    toM = -fromM
    fromCut = 0
    toCut = 0
    // parts beside the two keep their borders: only the lengths towards the atom change sides
    for (let i = first[atom] ?? 0, end = first[atom + 1] ?? 0; i < end; i++) {
      const other = part[neighbours[i] ?? 0] ?? 0
      const length = lengthM[i] ?? 0
      const cost = price[i] ?? 0
      if (other === from) {
        fromM += length
        fromCut += cost
      } else {
        fromM -= length
        fromCut -= cost
      }
      if (other === to) {
        toM -= length
        toCut -= cost
      } else {
        toM += length
        toCut += cost
      }
    }
  }

  /** Pieces of a part if it had so many more households and atoms of a block. */
  function pieceGrowth(p: number, inBlock: number, households: number, atoms: number): number {
    const at = p * blockCount + inBlock
    const now = blockWeight[at] ?? 0
    const number = blockAtoms[at] ?? 0
    return priceOf.pieceOf(inBlock, now + households, number + atoms) - priceOf.pieceOf(inBlock, now, number)
  }

  /** Most households that a part has in one grid of today, if it lost an atom and got another; -1: none. */
  function countStays(p: number, lost: number, got: number): number {
    if (!looksAtToday) return 0
    const [out, into] = [lost < 0 ? -1 : (today[lost] ?? -1), got < 0 ? -1 : (today[got] ?? -1)]
    let most = 0
    for (let grid = 0; grid < todayCount; grid++) {
      let households = todayWeight[p * todayCount + grid] ?? 0
      if (grid === out) households -= weight[lost] ?? 0
      if (grid === into) households += weight[got] ?? 0
      if (households > most) most = households
    }
    return most
  }

  /** Price of a part if it lost an atom and got another, with the growth of perimeter, border and pieces. */
  function priceWith(
    p: number,
    lost: number,
    got: number,
    growthM: number,
    growthCut: number,
    growthPieces: number,
  ): number {
    const households = (got < 0 ? 0 : (weight[got] ?? 0)) - (lost < 0 ? 0 : (weight[lost] ?? 0))
    const land = (got < 0 ? 0 : (areaM2[got] ?? 0)) - (lost < 0 ? 0 : (areaM2[lost] ?? 0))
    return priceOf.of(
      (sumWeight[p] ?? 0) + households,
      (sumAreaM2[p] ?? 0) + land,
      (perimeterM[p] ?? 0) + growthM,
      (cut[p] ?? 0) + growthCut,
      (pieces[p] ?? 0) + growthPieces,
      countStays(p, lost, got),
    )
  }

  function priceMove(atom: number, to: number): number {
    const from = part[atom] ?? 0
    const [inBlock, households] = [block[atom] ?? 0, weight[atom] ?? 0]
    measure(atom, from, to)
    return (
      priceWith(from, atom, -1, fromM, fromCut, pieceGrowth(from, inBlock, -households, -1)) +
      priceWith(to, -1, atom, toM, toCut, pieceGrowth(to, inBlock, households, 1)) -
      (prices[from] ?? 0) -
      (prices[to] ?? 0)
    )
  }

  function priceExchange(atom: number, back: number): number {
    const [own, other] = [part[atom] ?? 0, part[back] ?? 0]
    measure(atom, own, other)
    let [ownM, otherM, ownCut, otherCut] = [fromM, toM, fromCut, toCut]
    measure(back, other, own)
    ownM += toM
    otherM += fromM
    ownCut += toCut
    otherCut += fromCut
    // a border between the two stays one
    for (let i = first[atom] ?? 0, end = first[atom + 1] ?? 0; i < end; i++) {
      if (neighbours[i] !== back) continue
      const [length, cost] = [2 * (lengthM[i] ?? 0), 2 * (price[i] ?? 0)]
      ownM += length
      otherM += length
      ownCut += cost
      otherCut += cost
    }
    const [a, b] = [block[atom] ?? 0, block[back] ?? 0]
    const [lost, got] = [weight[atom] ?? 0, weight[back] ?? 0]
    const isOneBlock = a === b
    const ownPieces = isOneBlock
      ? pieceGrowth(own, a, got - lost, 0)
      : pieceGrowth(own, a, -lost, -1) + pieceGrowth(own, b, got, 1)
    const otherPieces = isOneBlock
      ? pieceGrowth(other, a, lost - got, 0)
      : pieceGrowth(other, a, lost, 1) + pieceGrowth(other, b, -got, -1)
    return (
      priceWith(own, atom, back, ownM, ownCut, ownPieces) +
      priceWith(other, back, atom, otherM, otherCut, otherPieces) -
      (prices[own] ?? 0) -
      (prices[other] ?? 0)
    )
  }

  function add(atom: number, p: number, sign: 1 | -1): void {
    const households = sign * float64At(weight, atom)
    addTo(sumWeight, p, households)
    addTo(sumAreaM2, p, sign * float64At(areaM2, atom))
    addWhole(size, p, sign)
    const inBlock = int32At(block, atom)
    addTo(pieces, p, pieceGrowth(p, inBlock, households, sign))
    addTo(blockWeight, p * blockCount + inBlock, households)
    addWhole(blockAtoms, p * blockCount + inBlock, sign)
    const grid = int32At(today, atom)
    if (grid >= 0) addTo(todayWeight, p * todayCount + grid, households)
  }

  const priceAgain = (p: number) => (prices[p] = priceWith(p, -1, -1, 0, 0, 0))

  function assign(next: Int32Array): void {
    part.set(next)
    for (const column of [sumWeight, sumAreaM2, perimeterM, cut, pieces, size]) column.fill(0)
    for (const column of [blockWeight, blockAtoms, todayWeight]) column.fill(0)
    for (let atom = 0; atom < count; atom++) {
      const p = int32At(part, atom)
      add(atom, p, 1)
      addTo(perimeterM, p, float64At(outlineM, atom))
      for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
        if (int32At(part, int32At(neighbours, i)) === p) continue
        addTo(perimeterM, p, float64At(lengthM, i))
        addTo(cut, p, float64At(price, i))
      }
    }
    for (let p = 0; p < parts; p++) priceAgain(p)
    borders.reset()
  }

  function move(atom: number, to: number): void {
    const from = int32At(part, atom)
    measure(atom, from, to)
    addTo(perimeterM, from, fromM)
    addTo(perimeterM, to, toM)
    addTo(cut, from, fromCut)
    addTo(cut, to, toCut)
    add(atom, from, -1)
    add(atom, to, 1)
    part[atom] = to
    borders.update(atom)
    priceAgain(from)
    priceAgain(to)
  }

  function mayLeave(atom: number): boolean {
    const p = part[atom] ?? 0
    if (int32At(size, p) < 2) return false
    stamped += 2
    let wanted = 0
    let start = -1
    for (let i = first[atom] ?? 0, end = first[atom + 1] ?? 0; i < end; i++) {
      const other = neighbours[i] ?? 0
      if (part[other] !== p) continue
      stamp[other] = stamped
      wanted++
      start = other
    }
    if (wanted <= 1) return wanted === 1
    // a search inside the part that ends when all neighbours of the atom are found
    const seen = stamped + 1
    stamp[atom] = seen
    stamp[start] = seen
    queue[0] = start
    let [head, tail] = [0, 1]
    wanted--
    while (head < tail) {
      const at = queue[head++] ?? 0
      for (let i = first[at] ?? 0, end = first[at + 1] ?? 0; i < end; i++) {
        const other = neighbours[i] ?? 0
        const mark = stamp[other] ?? 0
        if (mark === seen || part[other] !== p) continue
        if (mark === stamped && --wanted === 0) return true
        stamp[other] = seen
        queue[tail++] = other
      }
    }
    return false
  }

  function countMisses(): number {
    let misses = 0
    for (let p = 0; p < parts; p++)
      if (!priceOf.isInBand(float64At(sumWeight, p), float64At(sumAreaM2, p))) misses++
    return misses
  }

  const countBites = () =>
    blockWeight.reduce((sum, held, at) => sum + (priceOf.isBite(at % blockCount, held) ? 1 : 0), 0)

  assign(start)
  return {
    part,
    size,
    borders,
    price: () => prices.reduce((sum, each) => sum + each, 0),
    partPrice: (p) => float64At(prices, p),
    priceMove,
    priceExchange,
    move,
    countMisses,
    countBites,
    mayLeave,
    assign,
  }
}

function addWhole(array: Int32Array, index: number, amount: number): void {
  array[index] = int32At(array, index) + amount
}

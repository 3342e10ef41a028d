import { addTo, float64At, int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import { createPartPrice, type Goals, type PartColumns } from './objective.ts'

/** A division of the atoms into contiguous parts, with the sums of each part kept up to date. */
export interface Partition {
  readonly part: Int32Array
  readonly size: Int32Array
  /** Price of the whole division. */
  price(): number
  partPrice(p: number): number
  /** Moves an atom and returns by how much the price grows. */
  move(atom: number, to: number): number
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
  const columns: PartColumns = {
    weight: new Float64Array(parts),
    areaM2: new Float64Array(parts),
    perimeterM: new Float64Array(parts),
    cut: new Float64Array(parts),
    size: new Int32Array(parts),
    blockWeight: new Float64Array(parts * blockCount),
    blockAtoms: new Int32Array(parts * blockCount),
    todayWeight: new Float64Array(parts * todayCount),
  }
  const priceOf = createPartPrice(graph, goals)
  const prices = new Float64Array(parts)
  const stamp = new Int32Array(count)
  const queue = new Int32Array(count)
  let stamped = 0

  function add(atom: number, p: number, sign: 1 | -1): void {
    addTo(columns.weight, p, sign * float64At(weight, atom))
    addTo(columns.areaM2, p, sign * float64At(areaM2, atom))
    addWhole(columns.size, p, sign)
    const inBlock = p * blockCount + int32At(block, atom)
    addTo(columns.blockWeight, inBlock, sign * float64At(weight, atom))
    addWhole(columns.blockAtoms, inBlock, sign)
    const grid = int32At(today, atom)
    if (grid >= 0) addTo(columns.todayWeight, p * todayCount + grid, sign * float64At(weight, atom))
  }

  function assign(next: Int32Array): void {
    part.set(next)
    for (const column of Object.values(columns)) column.fill(0)
    for (let atom = 0; atom < count; atom++) {
      const p = int32At(part, atom)
      add(atom, p, 1)
      addTo(columns.perimeterM, p, float64At(outlineM, atom))
      for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
        if (int32At(part, int32At(neighbours, i)) === p) continue
        addTo(columns.perimeterM, p, float64At(lengthM, i))
        addTo(columns.cut, p, float64At(price, i))
      }
    }
    for (let p = 0; p < parts; p++) prices[p] = priceOf(columns, p)
  }

  function move(atom: number, to: number): number {
    const from = int32At(part, atom)
    // parts beside the two keep their borders: only the lengths towards the atom change sides
    let fromM = -float64At(outlineM, atom)
    let toM = -fromM
    let fromCut = 0
    let toCut = 0
    const end = int32At(first, atom + 1)
    for (let i = int32At(first, atom); i < end; i++) {
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
    add(atom, from, -1)
    add(atom, to, 1)
    addTo(columns.perimeterM, from, fromM)
    addTo(columns.perimeterM, to, toM)
    addTo(columns.cut, from, fromCut)
    addTo(columns.cut, to, toCut)
    part[atom] = to
    const before = float64At(prices, from) + float64At(prices, to)
    prices[from] = priceOf(columns, from)
    prices[to] = priceOf(columns, to)
    return float64At(prices, from) + float64At(prices, to) - before
  }

  function mayLeave(atom: number): boolean {
    const p = int32At(part, atom)
    if (int32At(columns.size, p) < 2) return false
    stamped += 2
    let wanted = 0
    let start = -1
    for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
      const other = int32At(neighbours, i)
      if (int32At(part, other) !== p) continue
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
      const at = int32At(queue, head++)
      for (let i = int32At(first, at); i < int32At(first, at + 1); i++) {
        const other = int32At(neighbours, i)
        const mark = int32At(stamp, other)
        if (mark === seen || int32At(part, other) !== p) continue
        if (mark === stamped && --wanted === 0) return true
        stamp[other] = seen
        queue[tail++] = other
      }
    }
    return false
  }

  assign(start)
  return {
    part,
    size: columns.size,
    price: () => prices.reduce((sum, each) => sum + each, 0),
    partPrice: (p) => float64At(prices, p),
    move,
    mayLeave,
    assign,
  }
}

function addWhole(array: Int32Array, index: number, amount: number): void {
  array[index] = int32At(array, index) + amount
}

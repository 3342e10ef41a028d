import { float64At, int32At, itemAt } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'

/**
 * `weight`: an atom is heavier than the band. `whole_numbers`: households cannot be shared out so evenly. `neighbours`:
 * whatever lies beside an atom, no grid with it leaves the others enough, and not too much.
 */
export type BandFault = 'weight' | 'whole_numbers' | 'neighbours'

/**
 * `possible`: a division of the inhabited atoms keeps the band, if the empty ones between them do not prevent it; `parts`
 * has it, with -1 for empty ones.
 */
export type BandAnswer = { answer: 'possible'; parts: Int32Array } | { answer: 'unknown' } | BandObstacle

export interface BandObstacle {
  answer: 'impossible'
  fault: BandFault
  /** Where it shows, if that is anywhere: the heaviest atom. */
  atom: number | null
}

/** Sets of atoms that are looked at before the answer is left open; larger land counts more. */
export const MOST_SETS = 60_000
/** So many atoms that are left over cost as much as a set. */
const ATOMS_PER_SET = 20

/** Atoms with households, with those that can be reached from each without crossing another one with households. */
interface Inhabited {
  atoms: number[]
  weights: number[]
  beside: number[][]
}

/**
 * Tests whether contiguous parts can keep the band at all. Atoms without households may belong to several parts here, so
 * that "impossible" is a proof. The heaviest atom is divided off first, with every connected set that fits the band; what is
 * left must fall into pieces that hold whole numbers of parts.
 */
export function testBand(
  graph: AtomGraph,
  {
    count,
    tolerance,
    mostSets = MOST_SETS,
    accepts = () => true,
  }: {
    count: number
    tolerance: number
    mostSets?: number
    /** Whether a division of the inhabited atoms is one that is looked for; one that is not is no proof of anything. */
    accepts?: (parts: Int32Array) => boolean
  },
): BandAnswer {
  const { totalWeight, weight } = graph
  if (totalWeight === 0) return { answer: 'unknown' }
  const mean = totalWeight / count
  const isWhole = weight.every(Number.isInteger)
  const least = isWhole ? Math.ceil(mean * (1 - tolerance) - 1e-9) : mean * (1 - tolerance) - 1e-9
  const most = isWhole ? Math.floor(mean * (1 + tolerance) + 1e-9) : mean * (1 + tolerance) + 1e-9
  const heaviest = weight.reduce((best, each, atom) => (each > float64At(weight, best) ? atom : best), 0)
  if (float64At(weight, heaviest) > mean * (1 + tolerance) + 1e-9)
    return { answer: 'impossible', fault: 'weight', atom: heaviest }
  if (least * count > totalWeight || most * count < totalWeight)
    return { answer: 'impossible', fault: 'whole_numbers', atom: null }
  // a part without households would keep the band, and is not looked for
  if (tolerance >= 1) return { answer: 'unknown' }
  const inhabited = listInhabited(graph)
  const budget = { left: mostSets }
  const all = inhabited.atoms.map(() => true)
  const parts = new Int32Array(graph.count).fill(-1)
  const assign = (number: number, part: number) => (parts[itemAt(inhabited.atoms, number)] = part)
  let isRefused = false
  const isWanted = () => {
    const isAccepted = accepts(parts)
    isRefused ||= !isAccepted
    return isAccepted
  }
  const found = divideOff(inhabited, { least, most, assign, isWanted }, all, count, budget)
  if (found === 'no' && !isRefused)
    return { answer: 'impossible', fault: 'neighbours', atom: itemAt(inhabited.atoms, 0) }
  return found === 'yes' ? { answer: 'possible', parts } : { answer: 'unknown' }
}

/** Returns a deviation that every division reaches in some part: proven, to 1 % of the mean as far as the test answers. */
export function findLeastDeviation(graph: AtomGraph, count: number, tolerance: number): number {
  const mean = graph.totalWeight / count
  const heaviest = graph.weight.reduce((most, each) => Math.max(most, each), 0)
  let proven = Math.max(tolerance, heaviest / mean - 1)
  let open = Math.min(1, proven + 0.5)
  for (let step = 0; step < 6 && proven < open; step++) {
    const middle = (proven + open) / 2
    if (testBand(graph, { count, tolerance: middle, mostSets: MOST_SETS / 4 }).answer === 'impossible')
      proven = middle
    else open = middle
  }
  return proven
}

/** Inhabited atoms, the heaviest first. */
function listInhabited({ count, weight, first, neighbours }: AtomGraph): Inhabited {
  const atoms = Array.from({ length: count }, (_, atom) => atom)
    .filter((atom) => float64At(weight, atom) > 0)
    .sort((a, b) => float64At(weight, b) - float64At(weight, a) || a - b)
  const numberOf = new Map(atoms.map((atom, i) => [atom, i]))
  const beside = atoms.map((atom) => {
    const reached = new Set([atom])
    const found = new Set<number>()
    for (const at of reached)
      for (let i = int32At(first, at); i < int32At(first, at + 1); i++) {
        const other = int32At(neighbours, i)
        const known = numberOf.get(other)
        if (known === undefined) reached.add(other)
        else if (other !== atom) found.add(known)
      }
    return [...found].sort((a, b) => a - b)
  })
  return { atoms, weights: atoms.map((atom) => float64At(weight, atom)), beside }
}

type Answer = 'yes' | 'no' | 'open'

interface Band {
  least: number
  most: number
  /** Says to which part an atom belongs in the division that is tried. */
  assign(number: number, part: number): void
  /** Whether the division that is complete now is one that is looked for. */
  isWanted(): boolean
}

/** Whether the atoms that are left can be divided into so many parts. */
function divideOff(
  land: Inhabited,
  band: Band,
  isLeft: readonly boolean[],
  count: number,
  budget: { left: number },
): Answer {
  const start = isLeft.indexOf(true)
  if (start < 0) return count === 0 && band.isWanted() ? 'yes' : 'no'
  if (count === 0) return 'no'
  const { weights, beside } = land
  let isOpen = false
  const isIn = weights.map(() => false)
  /** Atoms that the sets of this branch do not have. */
  const isOut = isLeft.map((left) => !left)

  /** Visits every connected set with the chosen atoms, once; returns whether one of them works. */
  function grow(frontier: readonly number[], held: number): boolean {
    if (budget.left-- <= 0) {
      isOpen = true
      return false
    }
    if (held >= band.least && works()) return true
    const undo: number[] = []
    let answer = false
    for (const [place, atom] of frontier.entries()) {
      if (isOut[atom] === true || isIn[atom] === true) continue
      const weight = itemAt(weights, atom)
      if (held + weight <= band.most) {
        isIn[atom] = true
        const next = itemAt(beside, atom).filter((each) => isOut[each] !== true && isIn[each] !== true)
        answer = grow([...frontier.slice(place + 1), ...next], held + weight)
        isIn[atom] = false
        if (answer || isOpen) break
      }
      isOut[atom] = true
      undo.push(atom)
    }
    for (const atom of undo) isOut[atom] = false
    return answer
  }

  function works(): boolean {
    budget.left -= isLeft.length / ATOMS_PER_SET
    const rest = isLeft.map((left, atom) => left && isIn[atom] !== true)
    if (!mayHoldParts(land, band, rest, count - 1)) return false
    isIn.forEach((inside, number) => inside && band.assign(number, count - 1))
    const answer = divideOff(land, band, rest, count - 1, budget)
    if (answer === 'open') isOpen = true
    return answer === 'yes'
  }

  isIn[start] = true
  if (grow(itemAt(beside, start), itemAt(weights, start))) return 'yes'
  return isOpen ? 'open' : 'no'
}

/** Whether each connected piece of what is left can hold a whole number of parts, so many in all. */
function mayHoldParts(
  { weights, beside }: Inhabited,
  { least, most }: Pick<Band, 'least' | 'most'>,
  isLeft: readonly boolean[],
  count: number,
): boolean {
  const seen = isLeft.map((left) => !left)
  let [fewest, greatest] = [0, 0]
  for (let start = 0; start < weights.length; start++) {
    if (seen[start] === true) continue
    seen[start] = true
    const piece = [start]
    let held = 0
    for (const atom of piece) {
      held += itemAt(weights, atom)
      for (const other of itemAt(beside, atom)) {
        if (seen[other] === true) continue
        seen[other] = true
        piece.push(other)
      }
    }
    const [low, high] = [Math.ceil(held / most - 1e-9), Math.floor(held / least + 1e-9)]
    if (low > high) return false
    fewest += low
    greatest += high
  }
  return fewest <= count && count <= greatest
}

import { int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import type { Partition } from './partition.ts'

/** Temperatures in units of the price: hot enough to move a border past a few dear cells, and not to lose the seed. */
const HOT = 0.006
const COLD = 0.0004
/** Share of steps that move one atom; the others exchange two. */
const MOVES = 0.65

/**
 * Improves a division by moves and exchanges of atoms at the borders (simulated annealing), and leaves the best one found.
 * The number of steps is fixed, so that the result does not depend on the machine.
 */
export function anneal(
  graph: AtomGraph,
  partition: Partition,
  { steps, hot = HOT, random }: { steps: number; hot?: number; random: () => number },
): void {
  const { neighbours, origin: from } = graph
  const { part, move, mayLeave } = partition
  const pairs = neighbours.length
  if (pairs === 0) return
  let price = partition.price()
  let best = price
  const bestPart = part.slice()
  const cooling = Math.pow(COLD / hot, 1 / Math.max(1, steps))
  let temperature = hot
  const accepts = (growth: number) => growth <= 0 || random() < Math.exp(-growth / temperature)
  const keep = (growth: number) => {
    price += growth
    if (price < best - 1e-9) {
      best = price
      bestPart.set(part)
    }
  }

  for (let step = 0; step < steps; step++) {
    temperature *= cooling
    const pair = findBorderPair()
    if (pair < 0) break
    const atom = int32At(from, pair)
    const own = int32At(part, atom)
    const other = int32At(part, int32At(neighbours, pair))
    if (!mayLeave(atom)) continue
    if (random() < MOVES) {
      const growth = move(atom, other)
      if (accepts(growth)) keep(growth)
      else move(atom, own)
      continue
    }
    const growth = move(atom, other)
    const back = findExchange(other, own, atom)
    if (back < 0 || !mayLeave(back)) {
      move(atom, own)
      continue
    }
    const total = growth + move(back, own)
    if (accepts(total)) keep(total)
    else {
      move(back, other)
      move(atom, own)
    }
  }
  partition.assign(bestPart)

  /** Returns the place of a pair of neighbours in different parts; -1: there is hardly any. */
  function findBorderPair(): number {
    for (let attempt = 0; attempt < 400; attempt++) {
      const pair = Math.floor(random() * pairs)
      if (part[int32At(from, pair)] !== part[int32At(neighbours, pair)]) return pair
    }
    return -1
  }

  /** Returns an atom of one part that touches the other, not the one that came from there just now. */
  function findExchange(inPart: number, beside: number, except: number): number {
    for (let attempt = 0; attempt < 60; attempt++) {
      const pair = Math.floor(random() * pairs)
      const atom = int32At(from, pair)
      if (atom !== except && part[atom] === inPart && part[int32At(neighbours, pair)] === beside) return atom
    }
    return -1
  }
}

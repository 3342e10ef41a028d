import type { AtomGraph } from './atom-graph.ts'
import type { Partition } from './partition.ts'

/** Temperatures in units of the price: hot enough to move a border past a few dear cells, and not to lose the seed. */
const HOT = 0.006
const COLD = 0.0004
/** Share of steps that move one atom; the others exchange two. */
const MOVES = 0.65
/** Steps between two temperatures. */
const STAGE = 32

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
  const { part, borders, priceMove, priceExchange, move, mayLeave } = partition
  const { list, firstOf, nextOf } = borders
  let price = partition.price()
  let best = price
  const bestPart = part.slice()
  /** Pairs that an exchange may take. */
  const fits = new Int32Array(neighbours.length)
  const cooling = Math.pow(COLD / hot, STAGE / Math.max(STAGE, steps))
  let temperature = hot
  const accepts = (growth: number) =>
    growth <= 0 || (growth < 12 * temperature && random() < Math.exp(-growth / temperature))
  let isBest = false
  /** The best division is copied when it is left, not at each of the steps that lead to it. */
  const leave = (growth: number) => {
    if (!isBest || growth <= 0) return
    bestPart.set(part)
    isBest = false
  }
  const keep = (growth: number) => {
    price += growth
    if (price >= best - 1e-9) return
    best = price
    isBest = true
  }

  for (let step = 0; step < steps; step++) {
    if (step % STAGE === 0) temperature *= cooling
    const count = borders.count()
    if (count === 0) break
    const pair = list[Math.floor(random() * count)] ?? 0
    const atom = from[pair] ?? 0
    const own = part[atom] ?? 0
    const other = part[neighbours[pair] ?? 0] ?? 0
    // whether the parts stay contiguous takes longest and is asked last
    if (random() < MOVES) {
      const growth = priceMove(atom, other)
      if (!accepts(growth) || !mayLeave(atom)) continue
      leave(growth)
      move(atom, other)
      keep(growth)
      continue
    }
    const back = findExchange(other, own, atom)
    if (back < 0) continue
    const growth = priceExchange(atom, back)
    if (!accepts(growth) || !mayLeave(atom)) continue
    leave(growth)
    move(atom, other)
    if (mayLeave(back)) {
      move(back, own)
      keep(growth)
    } else move(atom, own)
  }
  if (!isBest) partition.assign(bestPart)

  /** Returns an atom of one part that touches the other not only where an atom is about to leave it; -1: there is none. */
  function findExchange(inPart: number, beside: number, leaving: number): number {
    let fitting = 0
    for (let pair = firstOf[inPart] ?? -1; pair >= 0; pair = nextOf[pair] ?? -1) {
      const touched = neighbours[pair] ?? 0
      if (part[touched] === beside && touched !== leaving) fits[fitting++] = pair
    }
    return fitting === 0 ? -1 : (from[fits[Math.floor(random() * fitting)] ?? 0] ?? -1)
  }
}

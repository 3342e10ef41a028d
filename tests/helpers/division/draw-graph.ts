import { type AtomEdge, type AtomGraph, createAtomGraph } from '#shared/division/search/atom-graph.ts'
import type { Random } from '../geometry/random-operations.ts'

/** A connected graph of atoms on a jagged lattice, with random weights and prices. */
export function drawGraph(count: number, random: Random): AtomGraph {
  const columns = Math.ceil(Math.sqrt(count))
  const edges: AtomEdge[] = []
  const join = (a: number, b: number) =>
    edges.push({ a, b, price: 10 + 90 * random(), lengthM: 50 + 50 * random() })
  for (let atom = 0; atom < count; atom++) {
    if ((atom + 1) % columns !== 0 && atom + 1 < count) join(atom, atom + 1)
    if (atom + columns < count) join(atom, atom + columns)
    if (atom + columns + 1 < count && (atom + 1) % columns !== 0 && random() < 0.3)
      join(atom, atom + columns + 1)
  }
  // a last row of one atom hangs on the one above it
  return createAtomGraph(
    {
      count,
      weight: Float64Array.from({ length: count }, () =>
        random() < 0.15 ? 0 : 20 + Math.floor(80 * random()),
      ),
      areaM2: Float64Array.from({ length: count }, () => 4000 + 4000 * random()),
      outlineM: Float64Array.from({ length: count }, () => (random() < 0.3 ? 60 : 0)),
      block: Int32Array.from({ length: count }, (_, atom) => (atom % columns < columns / 2 ? 0 : 1)),
      blockCount: 2,
      today: Int32Array.from({ length: count }, (_, atom) => (atom < count / 2 ? 0 : 1)),
      todayCount: 2,
    },
    edges,
  )
}

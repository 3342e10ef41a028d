/**
 * What the search divides: atoms with weights, and edges between those that touch, as columns. The neighbours of atom a are
 * `neighbours[first[a]] … neighbours[first[a + 1] - 1]`, with the price and length of the border in the same places.
 */
export interface AtomGraph {
  count: number
  /** Households. */
  weight: Float64Array
  areaM2: Float64Array
  /** Metres of the atom's border that are the border of the land. */
  outlineM: Float64Array
  /** Land that no waterway and no main road divides. */
  block: Int32Array
  blockCount: number
  /** Grid of today, by position; -1: it has no households. */
  today: Int32Array
  todayCount: number
  first: Int32Array
  neighbours: Int32Array
  /** The atom itself, in the same places. */
  origin: Int32Array
  /** Where the same two are listed the other way round. */
  twin: Int32Array
  price: Float64Array
  lengthM: Float64Array
  totalWeight: number
  totalAreaM2: number
}

export interface AtomEdge {
  a: number
  b: number
  price: number
  lengthM: number
}

type AtomColumns = Pick<
  AtomGraph,
  'count' | 'weight' | 'areaM2' | 'outlineM' | 'block' | 'blockCount' | 'today' | 'todayCount'
>

/** Completes columns of atoms with their edges, each given once. */
export function createAtomGraph(columns: AtomColumns, edges: readonly AtomEdge[]): AtomGraph {
  const { count, weight, areaM2 } = columns
  const first = new Int32Array(count + 1)
  for (const { a, b } of edges) {
    first[a + 1] = (first[a + 1] ?? 0) + 1
    first[b + 1] = (first[b + 1] ?? 0) + 1
  }
  for (let i = 0; i < count; i++) first[i + 1] = (first[i + 1] ?? 0) + (first[i] ?? 0)
  const at = first.slice()
  const neighbours = new Int32Array(2 * edges.length)
  const origin = new Int32Array(2 * edges.length)
  const twin = new Int32Array(2 * edges.length)
  const price = new Float64Array(2 * edges.length)
  const lengthM = new Float64Array(2 * edges.length)
  const put = (from: number, to: number, edge: AtomEdge) => {
    const slot = at[from] ?? 0
    at[from] = slot + 1
    neighbours[slot] = to
    origin[slot] = from
    price[slot] = edge.price
    lengthM[slot] = edge.lengthM
    return slot
  }
  for (const edge of edges) {
    const [there, back] = [put(edge.a, edge.b, edge), put(edge.b, edge.a, edge)]
    twin[there] = back
    twin[back] = there
  }
  const sum = (values: Float64Array) => values.reduce((total, each) => total + each, 0)
  return {
    ...columns,
    first,
    neighbours,
    origin,
    twin,
    price,
    lengthM,
    totalWeight: sum(weight),
    totalAreaM2: sum(areaM2),
  }
}

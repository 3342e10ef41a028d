import { int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'

/** The pairs of neighbours that lie in different parts, kept up to date: places in `neighbours`. */
export interface BorderPairs {
  readonly list: Int32Array
  count(): number
  /** Says that an atom has another part now. */
  update(atom: number): void
  /** Says that all parts are new. */
  reset(): void
}

/** Lists the pairs of neighbours in different parts. */
export function createBorderPairs(
  { count: atoms, first, neighbours, origin }: AtomGraph,
  part: Int32Array,
): BorderPairs {
  const pairs = neighbours.length
  const list = new Int32Array(pairs)
  /** Place of each pair in the list; -1: it is not in it. */
  const placeOf = new Int32Array(pairs).fill(-1)
  const twin = new Int32Array(pairs)
  const places = new Map<number, number>()
  for (let i = 0; i < pairs; i++) places.set(int32At(origin, i) * atoms + int32At(neighbours, i), i)
  for (let i = 0; i < pairs; i++)
    twin[i] = places.get(int32At(neighbours, i) * atoms + int32At(origin, i)) ?? i
  let count = 0

  function put(pair: number, isBorder: boolean): void {
    const place = placeOf[pair] ?? -1
    if (place >= 0 === isBorder) return
    if (isBorder) {
      placeOf[pair] = count
      list[count++] = pair
      return
    }
    const last = list[--count] ?? 0
    list[place] = last
    placeOf[last] = place
    placeOf[pair] = -1
  }

  return {
    list,
    count: () => count,
    update(atom) {
      const own = part[atom]
      for (let i = first[atom] ?? 0, end = first[atom + 1] ?? 0; i < end; i++) {
        const isBorder = part[neighbours[i] ?? 0] !== own
        put(i, isBorder)
        put(twin[i] ?? 0, isBorder)
      }
    },
    reset() {
      for (let i = 0; i < pairs; i++) put(i, part[origin[i] ?? 0] !== part[neighbours[i] ?? 0])
    },
  }
}

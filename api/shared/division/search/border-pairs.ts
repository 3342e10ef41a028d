import type { AtomGraph } from './atom-graph.ts'

/** The pairs of neighbours that lie in different parts, kept up to date: places in `neighbours`. */
export interface BorderPairs {
  readonly list: Int32Array
  count(): number
  /** First pair that leads out of each part; -1: none. */
  readonly firstOf: Int32Array
  /** The next pair that leads out of the same part; -1: there is no other. */
  readonly nextOf: Int32Array
  /** Says that an atom has another part now. */
  update(atom: number): void
  /** Says that all parts are new. */
  reset(): void
}

/** Lists the pairs of neighbours in different parts. */
export function createBorderPairs(
  { first, neighbours, origin, twin }: AtomGraph,
  part: Int32Array,
  parts: number,
): BorderPairs {
  const pairs = neighbours.length
  const list = new Int32Array(pairs)
  /** Place of each pair in the list; -1: it is not in it. */
  const placeOf = new Int32Array(pairs).fill(-1)
  const firstOf = new Int32Array(parts).fill(-1)
  const nextOf = new Int32Array(pairs).fill(-1)
  const beforeOf = new Int32Array(pairs).fill(-1)
  /** Part that each pair leads out of; -1: it is no border. */
  const listedIn = new Int32Array(pairs).fill(-1)
  let count = 0

  /** Lists a pair among those that lead out of a part; -1: among none. */
  function link(pair: number, owner: number): void {
    const was = listedIn[pair] ?? -1
    if (was === owner) return
    const [before, next] = [beforeOf[pair] ?? -1, nextOf[pair] ?? -1]
    if (before >= 0) nextOf[before] = next
    else if (was >= 0) firstOf[was] = next
    if (next >= 0) beforeOf[next] = before
    const head = owner >= 0 ? (firstOf[owner] ?? -1) : -1
    listedIn[pair] = owner
    beforeOf[pair] = -1
    nextOf[pair] = head
    if (head >= 0) beforeOf[head] = pair
    if (owner >= 0) firstOf[owner] = pair
  }

  /** `owner`: the part that the pair leads out of; -1: it is no border. */
  function put(pair: number, owner: number): void {
    link(pair, owner)
    const place = placeOf[pair] ?? -1
    const isBorder = owner >= 0
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
    firstOf,
    nextOf,
    update(atom) {
      const own = part[atom] ?? 0
      for (let i = first[atom] ?? 0, end = first[atom + 1] ?? 0; i < end; i++) {
        const other = part[neighbours[i] ?? 0] ?? 0
        const isBorder = other !== own
        put(i, isBorder ? own : -1)
        put(twin[i] ?? 0, isBorder ? other : -1)
      }
    },
    reset() {
      for (let i = 0; i < pairs; i++) {
        const own = part[origin[i] ?? 0] ?? 0
        put(i, own === part[neighbours[i] ?? 0] ? -1 : own)
      }
    },
  }
}

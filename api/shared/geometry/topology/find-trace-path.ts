import FlatQueue from 'flatqueue'
import type { Point } from '../lattice.ts'

/** Adjacent vertices of each vertex; lines that share a vertex are connected there. */
export interface TraceGraph {
  next: ReadonlyMap<string, readonly Point[]>
}

/** A position on the lines: a vertex is its own only end, any other point has the two ends of its segment. */
export interface TracePosition {
  point: Point
  ends: readonly Point[]
}

/** Builds the graph of segments, given by their ends. */
export function buildTraceGraph(segments: Iterable<readonly [Point, Point]>): TraceGraph {
  const next = new Map<string, Point[]>()
  const lead = (from: Point, to: Point) => {
    const known = next.get(String(from))
    if (known === undefined) next.set(String(from), [to])
    else known.push(to)
  }
  for (const [a, b] of segments) {
    lead(a, b)
    lead(b, a)
  }
  return { next }
}

/**
 * Returns the vertices of the shortest path between two positions along lines; null: no path, or only one
 * that is `mostTimes` as long as the straight line, which is not intended.
 *
 * @param stretch length of a lattice unit of longitude in units of latitude: the cosine of the latitude
 */
export function findTracePath(
  networks: readonly TraceGraph[],
  from: TracePosition,
  to: TracePosition,
  { stretch, mostTimes = 3 }: { stretch: number; mostTimes?: number },
): Point[] | null {
  const length = (a: Point, b: Point) => Math.hypot((a[0] - b[0]) * stretch, a[1] - b[1])
  if (sameStretch(from, to)) return []
  const most = length(from.point, to.point) * mostTimes
  const best = new Map<string, { point: Point; cost: number; before: string | null }>()
  const queue = new FlatQueue<string>()
  const reach = (point: Point, cost: number, before: string | null) => {
    const key = String(point)
    const ahead = cost + length(point, to.point)
    if (ahead > most || (best.get(key)?.cost ?? Infinity) <= cost) return
    best.set(key, { point, cost, before })
    queue.push(key, ahead)
  }
  for (const end of from.ends) reach(end, length(from.point, end), null)
  const last = new Set(to.ends.map(String))
  let found: { key: string; cost: number } | null = null
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const { point, cost } = best.get(key)!
    if (found !== null && cost >= found.cost) break
    if (last.has(key) && cost + length(point, to.point) < (found?.cost ?? Infinity))
      found = { key, cost: cost + length(point, to.point) }
    for (const network of networks)
      for (const next of network.next.get(key) ?? []) reach(next, cost + length(point, next), key)
  }
  if (found === null) return null
  const way: Point[] = []
  for (let key: string | null = found.key; key !== null; key = best.get(key)!.before)
    way.unshift(best.get(key)!.point)
  return way.filter((point) => !same(point, from.point) && !same(point, to.point))
}

const same = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1]

/** Whether both positions lie on one segment, so that there is no vertex between them. */
function sameStretch({ ends: one }: TracePosition, { ends: other }: TracePosition): boolean {
  const [fewer, more] = one.length < other.length ? [one, other] : [other, one]
  return more.length === 2 && fewer.every((end) => more.some((each) => same(each, end)))
}

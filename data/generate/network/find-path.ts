import { getOtherEnd, type ArcGraph } from './arc-graph.ts'

/**
 * The cheapest way from one vertex to another as a list of arcs, or undefined beyond `limit`.
 * @param cost of an arc when it follows another; Infinity forbids it
 * @param ahead a lower bound of the cost from a vertex to the goal
 */
export function findPath(
  graph: ArcGraph,
  from: number,
  to: number,
  limit: number,
  cost: (arc: number, vertex: number, before: number) => number,
  ahead: (vertex: number) => number,
): number[] | undefined {
  const best = new Map<number, number>()
  const came = new Map<number, number>()
  const heap = createHeap()
  best.set(from, 0)
  heap.push(ahead(from), from)
  for (let at = heap.pop(); at !== undefined; at = heap.pop()) {
    if (at === to) return retrace(graph, came, from, to)
    const reached = best.get(at)!
    const before = came.get(at) ?? -1
    for (const arc of graph.at.get(at) ?? []) {
      if (arc === before) continue
      const next = getOtherEnd(graph.arcs[arc]!, at)
      const total = reached + cost(arc, at, before)
      if (total + ahead(next) > limit || total >= (best.get(next) ?? Infinity)) continue
      best.set(next, total)
      came.set(next, arc)
      heap.push(total + ahead(next), next)
    }
  }
  return undefined
}

function retrace(graph: ArcGraph, came: ReadonlyMap<number, number>, from: number, to: number): number[] {
  const path: number[] = []
  for (let at = to; at !== from;) {
    const arc = came.get(at)!
    path.push(arc)
    at = getOtherEnd(graph.arcs[arc]!, at)
  }
  return path.reverse()
}

interface Heap {
  push(key: number, value: number): void
  pop(): number | undefined
}

/** A binary heap, smallest key first; equal keys leave by value, so that the order never depends on history. */
function createHeap(): Heap {
  const keys: number[] = [],
    values: number[] = []
  const less = (a: number, b: number) =>
    keys[a]! < keys[b]! || (keys[a] === keys[b] && values[a]! < values[b]!)
  const swap = (a: number, b: number) => {
    ;[keys[a], keys[b]] = [keys[b]!, keys[a]!]
    ;[values[a], values[b]] = [values[b]!, values[a]!]
  }
  return {
    push(key, value) {
      keys.push(key)
      values.push(value)
      for (let i = keys.length - 1; i > 0;) {
        const parent = (i - 1) >> 1
        if (!less(i, parent)) break
        swap(i, parent)
        i = parent
      }
    },
    pop() {
      const top = values[0]
      const key = keys.pop(),
        value = values.pop()
      if (key === undefined || value === undefined || keys.length === 0) return top
      keys[0] = key
      values[0] = value
      for (let i = 0; ;) {
        let least = i
        for (const child of [2 * i + 1, 2 * i + 2])
          if (child < keys.length && less(child, least)) least = child
        if (least === i) return top
        swap(i, least)
        i = least
      }
    },
  }
}

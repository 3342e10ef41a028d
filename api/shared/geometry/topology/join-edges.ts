import type { Point } from '../lattice.ts'

/** Joins edges with common ends to lines, in any direction; a line ends where three or more edges meet. */
export function joinEdges(edges: readonly { from: Point; to: Point }[]): Point[][] {
  const at = new Map<string, number[]>()
  edges.forEach(({ from, to }, i) => {
    for (const end of [from, to]) at.set(String(end), [...(at.get(String(end)) ?? []), i])
  })
  const used = new Set<number>()
  const walk = (start: Point, first: number): Point[] => {
    const line = [start]
    for (let next: number | undefined = first; next !== undefined;) {
      used.add(next)
      const { from, to } = edges[next]!
      const end = String(line.at(-1)) === String(from) ? to : from
      line.push(end)
      const around: number[] = at.get(String(end)) ?? []
      next = around.length === 2 ? around.find((each) => !used.has(each)) : undefined
    }
    return line
  }
  const isEnd = (point: Point) => at.get(String(point))?.length !== 2
  const lines = edges.flatMap(({ from, to }, i) =>
    used.has(i) ? [] : isEnd(from) ? [walk(from, i)] : isEnd(to) ? [walk(to, i)] : [],
  )
  // the remaining edges form closed lines
  return [...lines, ...edges.flatMap(({ from }, i) => (used.has(i) ? [] : [walk(from, i)]))]
}

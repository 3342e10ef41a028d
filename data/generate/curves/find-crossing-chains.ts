import { segmentsIntersect } from '../partition/is-valid-cut.ts'
import type { PlanePoint } from './refine-border.ts'

/** Two chains (by index, maybe the same twice) that cross or touch anywhere but at shared ends; undefined if none do. */
export function findCrossingChains(chains: readonly (readonly PlanePoint[])[]): [number, number] | undefined {
  const cell = 2500
  const buckets = new Map<string, [chain: number, from: PlanePoint, to: PlanePoint][]>()
  for (const [chain, points] of chains.entries()) {
    for (let i = 1; i < points.length; i++) {
      const from = points[i - 1]!,
        to = points[i]!
      const columns = range(from[0], to[0], cell),
        rows = range(from[1], to[1], cell)
      for (const column of columns) {
        for (const row of rows) {
          const key = `${column},${row}`
          const bucket = buckets.get(key) ?? []
          for (const [other, c, d] of bucket) {
            const shared = same(from, c) || same(from, d) || same(to, c) || same(to, d)
            if (!shared && segmentsIntersect(from[0], from[1], to[0], to[1], c[0], c[1], d[0], d[1]))
              return [chain, other]
          }
          bucket.push([chain, from, to])
          buckets.set(key, bucket)
        }
      }
    }
  }
  return undefined
}

function same(a: PlanePoint, b: PlanePoint): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

function range(a: number, b: number, cell: number): number[] {
  const first = Math.floor(Math.min(a, b) / cell),
    last = Math.floor(Math.max(a, b) / cell)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

import { int32At } from '../geometry/at.ts'

/** Disjoint sets of the numbers below `count`. */
export function createUnionFind(count: number) {
  const parent = Int32Array.from({ length: count }, (_, i) => i)
  const find = (i: number): number => {
    let at = i
    for (;;) {
      const above = int32At(parent, at)
      if (above === at) return at
      const next = int32At(parent, above)
      parent[at] = next
      at = next
    }
  }
  return {
    find,
    /** Returns whether the two were apart. */
    union(a: number, b: number): boolean {
      const [x, y] = [find(a), find(b)]
      if (x === y) return false
      if (x < y) parent[y] = x
      else parent[x] = y
      return true
    },
  }
}

import { int32At, itemAt } from '../../geometry/at.ts'
import { computeDistanceM } from '../../geometry/measure.ts'

/** Degrees of latitude are at least this long everywhere, so a farther site is not near. */
const METRES_PER_UNIT_Y = 110_500 / 1e7

/**
 * Groups sites that lie on one point or within `metres` of another of the group: people there use them
 * together. Points: interleaved lattice x, y.
 *
 * @returns for each site the first site of its group
 */
export function clusterSites(sites: Int32Array, metres: number): Int32Array {
  const count = sites.length / 2
  const first = Int32Array.from({ length: count }, (_, site) => site)
  const find = (site: number): number => {
    let root = site
    while (int32At(first, root) !== root) root = int32At(first, root)
    return root
  }
  const byY = Array.from({ length: count }, (_, site) => site).sort(
    (a, b) => int32At(sites, 2 * a + 1) - int32At(sites, 2 * b + 1),
  )
  const pointOf = (site: number) => [int32At(sites, 2 * site), int32At(sites, 2 * site + 1)] as const
  byY.forEach((a, at) => {
    for (let next = at + 1; next < count; next++) {
      const b = itemAt(byY, next)
      const [p, q] = [pointOf(a), pointOf(b)]
      if ((q[1] - p[1]) * METRES_PER_UNIT_Y > metres) break
      if (computeDistanceM([p[0], p[1]], [q[0], q[1]]) > metres) continue
      const [x, y] = [find(a), find(b)]
      first[Math.max(x, y)] = Math.min(x, y)
    }
  })
  return first.map((_, site) => find(site))
}

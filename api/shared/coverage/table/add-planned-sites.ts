import { numberAt } from '../../geometry/at.ts'
import type { SitingSite } from '../../contract/coverage/siting.ts'
import { summariseDistances } from './arrange-points.ts'
import type { CoverageTable } from './coverage-table.ts'

/**
 * Returns the table with planned sites applied: newly reached demand points get the distance to them. `crowded`: ids
 * of grids with households whose premises are full without the sites.
 */
export function addPlannedSites(
  table: CoverageTable,
  sites: readonly Pick<SitingSite, 'code' | 'grids' | 'points' | 'metres'>[],
  crowded: readonly number[] = [],
): CoverageTable {
  const rowOf = new Map(Array.from(table.grids.ids, (id, row) => [id, row]))
  const metres = Float64Array.from(table.points.metres)
  const nearest = Int32Array.from(table.points.nearest)
  const planned = new Uint8Array(table.grids.count)
  for (const id of crowded) {
    const row = rowOf.get(id)
    if (row !== undefined) planned[row] = 3
  }
  for (const { code, grids, points, metres: ways } of sites) {
    grids.forEach((id, i) => {
      const row = rowOf.get(id)
      if (row === undefined) return
      planned[row] = 1
      const point = numberAt(table.points.start, row) + (points[i] ?? 0)
      // a grid that has other buildings now than when the sites were chosen
      if (point >= numberAt(table.points.start, row + 1)) return
      metres[point] = numberAt(ways, i)
      // a planned site has no row: load and floor area are unknown
      nearest[point] = -1
    })
    const own = table.grids.codes.indexOf(code)
    if (own >= 0) planned[own] = 2
  }
  const withSites = { ...table.points, metres, nearest }
  return {
    ...table,
    planned,
    points: withSites,
    reach: { ...table.reach, ...summariseDistances(withSites) },
  }
}

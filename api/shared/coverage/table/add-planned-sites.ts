import { numberAt } from '../../geometry/at.ts'
import type { SitingSite } from '../../contract/coverage/siting.ts'
import type { CoverageTable } from './coverage-table.ts'

/**
 * Returns the table with planned sites applied: newly reached grids get the distance to them. `crowded`: ids
 * of grids whose premises are full without the sites.
 */
export function addPlannedSites(
  table: CoverageTable,
  sites: readonly Pick<SitingSite, 'code' | 'grids' | 'metres'>[],
  crowded: readonly number[] = [],
): CoverageTable {
  const rowOf = new Map(Array.from(table.grids.ids, (id, row) => [id, row]))
  const metres = Float64Array.from(table.reach.metres)
  const nearest = Int32Array.from(table.reach.nearest)
  const planned = new Uint8Array(table.grids.count)
  for (const id of crowded) {
    const row = rowOf.get(id)
    if (row !== undefined) planned[row] = 3
  }
  for (const { code, grids, metres: ways } of sites) {
    grids.forEach((id, i) => {
      const row = rowOf.get(id)
      if (row === undefined) return
      planned[row] = 1
      metres[row] = numberAt(ways, i)
      // a planned site has no row: load and floor area are unknown
      nearest[row] = -1
    })
    const own = table.grids.codes.indexOf(code)
    if (own >= 0) planned[own] = 2
  }
  return { ...table, planned, reach: { ...table.reach, metres, nearest } }
}

import { itemAt, numberAt } from '../../geometry/at.ts'
import type { UnitLevel } from '../../contract/enums.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/**
 * Groups the grids by unit of a level. A managing zone has the grids of the streets it manages; they also
 * stay with the district that is their legal parent.
 *
 * @param keep predicate for the rows of the grids to count
 * @returns the rows of the grids of each unit, by row of the unit
 */
export function groupGrids(
  { units, zones, grids }: CoverageTable,
  level: UnitLevel,
  keep: (grid: number) => boolean = () => true,
): number[][] {
  const groups: number[][] = Array.from({ length: units[level].count }, () => [])
  for (let grid = 0; grid < grids.count; grid++) {
    if (!keep(grid)) continue
    const community = numberAt(grids.community, grid)
    if (community < 0) continue
    if (level === 'community') {
      itemAt(groups, community).push(grid)
      continue
    }
    const street = numberAt(units.community.parent, community)
    if (street < 0) continue
    if (level === 'street') {
      itemAt(groups, street).push(grid)
      continue
    }
    const district = numberAt(units.street.parent, street)
    if (district >= 0) itemAt(groups, district).push(grid)
    const zone = numberAt(units.street.manager, street)
    if (zone >= 0 && zone !== district && zones.has(zone)) itemAt(groups, zone).push(grid)
  }
  return groups
}

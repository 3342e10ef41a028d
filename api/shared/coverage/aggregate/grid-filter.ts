import { numberAt, uint8At } from '../../geometry/at.ts'
import { communityTypes } from '../../contract/enums.ts'
import { classifyGaps } from '../gaps/classify-gaps.ts'
import { gapClasses } from '../../contract/coverage/coverage-enums.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/** The grids in view; an empty list means no restriction. */
export interface GridFilter {
  scope: 'city' | 'urban'
  /** Code of a unit; null: the whole city. */
  within: string | null
  types: readonly string[]
  gaps: readonly string[]
}

export const NO_FILTER: GridFilter = { scope: 'city', within: null, types: [], gaps: [] }

/** Returns a predicate for rows of the grid table. A unit that does not exist contains no grid. */
export function createGridFilter(
  table: CoverageTable,
  { scope, within, types, gaps }: GridFilter,
): (grid: number) => boolean {
  const { communities, grids } = table
  const inside = within === null ? null : communitiesWithin(table, within)
  const wantedTypes = new Set(types.map((type) => communityTypes.findIndex((each) => each === type)))
  const wantedGaps = new Set(gaps.map((gap) => gapClasses.findIndex((each) => each === gap)))
  const classes = gaps.length === 0 ? null : classifyGaps(table)
  return (grid) => {
    const community = numberAt(grids.community, grid)
    return (
      (scope === 'city' || (community >= 0 && communities.urban[community] === 1)) &&
      (inside === null || inside.has(community)) &&
      (types.length === 0 || (community >= 0 && wantedTypes.has(numberAt(communities.type, community)))) &&
      (classes === null || wantedGaps.has(uint8At(classes, grid)))
    )
  }
}

/** Returns the rows of the communities in a unit, by legal or by managing parent. */
function communitiesWithin({ units, zones }: CoverageTable, code: string): ReadonlySet<number> {
  const { district, street, community } = units
  const inside = new Set<number>()
  const [d, s, c] = [district.codes.indexOf(code), street.codes.indexOf(code), community.codes.indexOf(code)]
  for (let row = 0; row < community.count; row++) {
    const parent = numberAt(community.parent, row)
    const belongs =
      c >= 0
        ? row === c
        : s >= 0
          ? parent === s
          : d >= 0 &&
            parent >= 0 &&
            (street.parent[parent] === d || (zones.has(d) && street.manager[parent] === d))
    if (belongs) inside.add(row)
  }
  return inside
}

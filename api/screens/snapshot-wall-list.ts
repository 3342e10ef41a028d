import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import type { WallList, WallListRow } from '#shared/contract/screens/wall-lists.ts'
import { findCodeLevel } from '#shared/contract/city/code-levels.ts'
import { classifyGaps } from '#shared/coverage/gaps/classify-gaps.ts'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { hasBranch } from '#shared/snapshot/has-branch.ts'
import { toStandardReasons } from '#shared/coverage/standard-compliance.ts'
import type { CoverageTableCache } from '../coverage/coverage-table-cache.ts'
import { getGapList } from '../coverage/gaps/gap-list.ts'
import { findUnitName } from '../snapshot/tables/find-unit-name.ts'
import { createUnitFilter } from '../snapshot/unit-lookup.ts'

/** Lists that are computed from the snapshot; the others are read from the database. */
export type SnapshotWallList = Exclude<WallList, 'gaps-closed' | 'projects'>

/**
 * Returns the rows of a list in the order in which a wall shows them. Each is a function, so that only the rows of one
 * page are built.
 *
 * @throws AppError not_found when there is no unit with the code `within`
 */
export async function buildSnapshotWallList(
  tables: CoverageTableCache,
  city: CitySnapshot,
  list: SnapshotWallList,
  within: string | undefined,
): Promise<(() => WallListRow)[]> {
  const { grids, units, premises } = city
  const inside = createUnitFilter(city, within)
  const table = await tables.getDefault(city)
  const gapList = await getGapList(tables, city)
  const gridsWhere = (accepts: (row: number) => boolean, value: (row: number) => number) =>
    sortRows(grids.count, (row) => inside(grids.community[row]!) && accepts(row), value).map((row) => () => ({
      code: grids.codes[row]!,
      layer: 'grids' as const,
      name: grids.names[row]!,
      nameEn: null,
      place: findUnitName(units.community, grids.community[row]),
      value: value(row),
      words: [],
    }))
  const households = (row: number) => grids.households[row]!
  const unitsBy = (
    table: UnitTable,
    layer: 'streets' | 'communities',
    accepts: (row: number) => boolean,
    value: ((row: number) => number) | null,
    words: (row: number) => string[] = () => [],
  ) =>
    sortRows(table.count, accepts, value ?? ((row) => table.figures.households[row]!)).map((row) => () => ({
      code: table.codes[row]!,
      layer,
      name: table.names[row]!,
      nameEn: table.namesEn[row] ?? null,
      place: findUnitName(layer === 'streets' ? units.district : units.street, table.legalParent[row]),
      value: value === null ? null : value(row),
      words: words(row),
    }))
  const communities = (
    value: ((row: number) => number) | null,
    accepts: (row: number) => boolean = () => true,
    words?: (row: number) => string[],
  ) => unitsBy(units.community, 'communities', (row) => inside(row) && accepts(row), value, words)
  const places = (kind: 'station' | 'center', status: string) =>
    sortRows(
      premises.count,
      (row) =>
        inside(premises.community[row]!) && premises.kinds[row] === kind && premises.statuses[row] === status,
      () => 0,
    ).map((row) => () => ({
      code: premises.codes[row]!,
      layer: kind === 'station' ? ('stations' as const) : ('centers' as const),
      name: premises.names[row]!,
      nameEn: null,
      place: findUnitName(units.community, premises.community[row]),
      value: null,
      words: [premises.statuses[row]!],
    }))
  const gaps = (accepts: (gap: CoverageGap) => boolean) =>
    gapList.filter(accepts).map((gap) => () => ({
      code: gap.subject,
      layer: gap.kind === 'park' ? ('parks' as const) : ('communities' as const),
      name: gap.name,
      nameEn: gap.nameEn,
      place: findUnitName(units.street, units.community.legalParent[gap.community]),
      ...(gap.kind === 'park'
        ? { value: gap.employees, unit: 'employees' as const }
        : { value: gap.households }),
      words: gap.reasons,
    }))
  const { figures } = units.community

  switch (list) {
    case 'grids':
      return gridsWhere(() => true, households)
    case 'workers':
      return gridsWhere(
        (row) => countWorkers(city, row) > 0,
        (row) => countWorkers(city, row),
      )
    case 'branches':
      return gridsWhere((row) => hasBranch(grids, row, city.dataDate), households)
    case 'no-branch':
      return gridsWhere((row) => !hasBranch(grids, row, city.dataDate), households)
    case 'no-worker':
      return gridsWhere((row) => countWorkers(city, row) === 0, households)
    case 'out-of-reach': {
      const classes = classifyGaps(table)
      return gridsWhere((row) => classes[row] === 1 || classes[row] === 3, households)
    }
    case 'streets': {
      const streets = findStreetsOf(city, inside)
      return unitsBy(
        units.street,
        'streets',
        (row) => within === undefined || streets.has(row),
        (row) => units.street.figures.grids[row]!,
      )
    }
    case 'communities':
      return communities((row) => figures.grids[row]!)
    case 'households':
      return communities((row) => figures.households[row]!)
    case 'buildingGroups':
    case 'householdHubs': {
      // of one community, its grids
      const [column, ofUnits] = [grids[list], figures[list]]
      return isCommunity(within)
        ? gridsWhere(
            (row) => column[row]! > 0,
            (row) => column[row]!,
          )
        : communities(
            (row) => ofUnits[row]!,
            (row) => ofUnits[row]! > 0,
          )
    }
    case 'stations':
      return places('station', 'open')
    case 'centers-open':
      return places('center', 'open')
    case 'centers-building':
      return places('center', 'building')
    case 'centers-planned':
      return places('center', 'planned')
    case 'standard-met':
    case 'standard-failing': {
      const { failings } = table.communities
      return communities(
        null,
        (row) => (failings[row] === 0) === (list === 'standard-met'),
        (row) => toStandardReasons(failings[row]!),
      )
    }
    case 'gaps':
      return gaps(() => true)
    case 'gaps-park':
      return gaps(({ kind, type }) => kind === 'park' || type === 'park')
    case 'gaps-new':
    case 'gaps-converted':
    case 'gaps-ordinary':
    case 'gaps-village': {
      const type = list.slice('gaps-'.length)
      return gaps((gap) => gap.kind !== 'park' && gap.type === type)
    }
  }
}

const isCommunity = (within: string | undefined): boolean =>
  within !== undefined && findCodeLevel(within) === 'community'

const countWorkers = ({ grids }: CitySnapshot, row: number): number =>
  grids.fullTimeWorkers[row]! + grids.partTimeWorkers[row]!

/** Returns the accepted rows, those with the largest value first. */
function sortRows(
  count: number,
  accepts: (row: number) => boolean,
  value: (row: number) => number,
): number[] {
  return Array.from({ length: count }, (_, row) => row)
    .filter(accepts)
    .sort((a, b) => value(b) - value(a) || a - b)
}

function findStreetsOf(
  { units: { community } }: CitySnapshot,
  inside: (community: number) => boolean,
): ReadonlySet<number> {
  return new Set(
    Array.from({ length: community.count }, (_, row) => row)
      .filter(inside)
      .map((row) => community.legalParent[row]!),
  )
}

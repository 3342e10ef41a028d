import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import type { UnitPathItem, UnitRow } from '#shared/contract/city/features.ts'
import { type UnitLevel, unitLevels } from '#shared/contract/enums.ts'
import { AppError } from '../errors.ts'
import { getUnitFigures } from './tables/sum-figures.ts'

export interface UnitRef {
  level: UnitLevel
  row: number
}

/** Returns the level and row of a unit; undefined: there is no unit with this code. */
export function findUnit({ units }: CitySnapshot, code: string): UnitRef | undefined {
  for (const level of unitLevels) {
    const row = units[level].codes.indexOf(code)
    if (row >= 0) return { level, row }
  }
  return undefined
}

/** Returns the unit and the units that contain it, the district first. */
export function getUnitPath({ units }: CitySnapshot, unit: UnitRef | undefined): UnitPathItem[] {
  const steps: UnitPathItem[] = []
  for (let at = unit; at !== undefined; at = getParent(units[at.level], at)) {
    const { codes, names, namesEn } = units[at.level]
    steps.unshift({
      level: at.level,
      code: codes[at.row]!,
      name: names[at.row]!,
      nameEn: namesEn[at.row] ?? null,
    })
  }
  return steps
}

export function toUnitRow(table: UnitTable, row: number): UnitRow {
  return {
    id: table.ids[row]!,
    level: table.level,
    code: table.codes[row]!,
    name: table.names[row]!,
    nameEn: table.namesEn[row] ?? null,
    kind: table.kinds[row]!,
    type: table.types[row] ?? null,
    urbanScope: table.urbanScope[row] === 1,
    figures: getUnitFigures(table, row),
  }
}

/** Returns the rows of the communities in a unit, by legal or managing parent. */
export function getCommunityRows({ units }: CitySnapshot, { level, row }: UnitRef): ReadonlySet<number> {
  const { street, community } = units
  const inside = new Set<number>()
  const belongs = (table: UnitTable, child: number) =>
    table.legalParent[child] === row || table.managingParent[child] === row
  for (let c = 0; c < community.count; c++) {
    const parent = community.legalParent[c]!
    if (
      level === 'community'
        ? c === row
        : level === 'street'
          ? belongs(community, c)
          : parent >= 0 && belongs(street, parent)
    )
      inside.add(c)
  }
  return inside
}

/**
 * Returns a test whether a community row lies in a unit. Without a unit every row does, also -1: no community.
 *
 * @throws AppError not_found when there is no unit with this code
 */
export function createUnitFilter(
  city: CitySnapshot,
  code: string | undefined,
): (community: number) => boolean {
  if (code === undefined) return () => true
  const unit = requireUnit(city, code)
  const communities = getCommunityRows(city, unit)
  return (community) => communities.has(community)
}

/** @throws AppError not_found */
export function requireUnit(city: CitySnapshot, code: string): UnitRef {
  const unit = findUnit(city, code)
  if (unit === undefined) throw new AppError('not_found', `there is no unit ${code}`, { unit: code })
  return unit
}

function getParent(table: UnitTable, { level, row }: UnitRef): UnitRef | undefined {
  const parent = table.legalParent[row]!
  if (parent < 0 || level === 'district') return undefined
  return { level: level === 'community' ? 'street' : 'district', row: parent }
}

import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import type { UnitPathItem, UnitRow } from '#shared/contract/city/city.ts'
import { type UnitLevel, unitLevels } from '#shared/contract/enums.ts'
import { getUnitFigures } from './sum-figures.ts'

export interface UnitRef {
  level: UnitLevel
  row: number
}

/** Where a unit's code stands in the snapshot; undefined when there is no such unit. */
export function findUnit({ units }: CitySnapshot, code: string): UnitRef | undefined {
  for (const level of unitLevels) {
    const row = units[level].codes.indexOf(code)
    if (row >= 0) return { level, row }
  }
  return undefined
}

/** The unit and those around it, the widest first. */
export function getUnitPath({ units }: CitySnapshot, place: UnitRef | undefined): UnitPathItem[] {
  const steps: UnitPathItem[] = []
  for (let at = place; at !== undefined; at = above(units[at.level], at)) {
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

/** Rows of communities that lie in a unit, by law or by management. */
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

function above(table: UnitTable, { level, row }: UnitRef): UnitRef | undefined {
  const parent = table.legalParent[row]!
  if (parent < 0 || level === 'district') return undefined
  return { level: level === 'community' ? 'street' : 'district', row: parent }
}

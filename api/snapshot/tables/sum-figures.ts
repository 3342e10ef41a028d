import {
  type FigureColumns,
  type FigureName,
  figureNames,
  type FigureRecord,
  type GridTable,
  type ParkTable,
  type PremisesTable,
  type UnitTable,
} from '#shared/snapshot/city-snapshot.ts'
import { hasBranch } from '#shared/snapshot/has-branch.ts'

interface Parts {
  units: { district: UnitTable; street: UnitTable; community: UnitTable }
  grids: GridTable
  premises: PremisesTable
  parks: ParkTable
  /** Branches that are founded later do not count. */
  dataDate: string
}

/**
 * Fills the figures of every unit from the rows below it, and returns those of the city. The figures of a managing zone
 * are those of the streets that it manages; they are also part of the figures of those streets' legal district.
 */
export function sumFigures(parts: Parts): FigureRecord {
  const { units } = parts
  const { community, street, district } = units
  addRows(community, parts)
  community.areaM2.forEach((area, row) => {
    community.figures.communities[row] = 1
    community.figures.areaM2[row] = area
  })
  for (const name of figureNames) {
    rollUp(community.figures[name], community.legalParent, street.figures[name])
    rollUp(street.figures[name], street.legalParent, district.figures[name])
    rollUp(
      street.figures[name],
      street.managingParent,
      district.figures[name],
      (row) => district.kinds[row] === 'managing_zone',
    )
  }
  // a unit that was imported without units below it still has its own area
  for (const table of [street, district]) {
    table.areaM2.forEach((area, row) => {
      if (area > 0) table.figures.areaM2[row] = area
    })
  }
  return cityFigures(parts)
}

export function createEmptyFigures(count: number): FigureColumns {
  return mapFigures(() => new Float64Array(count))
}

/** Returns the figures of one unit. */
export function getUnitFigures(table: UnitTable, row: number): FigureRecord {
  return mapFigures((name) => table.figures[name][row]!)
}

/** Sums the figures of the communities in the urban scope, and counts the streets in it. */
export function sumUrbanFigures({ community, street }: Parts['units']): FigureRecord & { streets: number } {
  const total = mapFigures(() => 0)
  community.urbanScope.forEach((urban, row) => {
    if (urban === 1) for (const name of figureNames) total[name] += community.figures[name][row]!
  })
  return { ...total, streets: street.urbanScope.reduce((sum, urban) => sum + urban, 0) }
}

function mapFigures<T>(valueOf: (name: FigureName) => T): Record<FigureName, T> {
  return Object.fromEntries(figureNames.map((name) => [name, valueOf(name)])) as Record<FigureName, T>
}

function addRows({ figures }: UnitTable, { grids, premises, parks, dataDate }: Parts): void {
  grids.community.forEach((row, grid) => {
    if (row < 0) return
    figures.grids[row]! += 1
    figures.households[row]! += grids.households[grid]!
    figures.residents[row]! += grids.residents[grid]!
    figures.members[row]! += grids.members[grid]!
    figures.fullTimeWorkers[row]! += grids.fullTimeWorkers[grid]!
    figures.partTimeWorkers[row]! += grids.partTimeWorkers[grid]!
    figures.buildingGroups[row]! += grids.buildingGroups[grid]!
    figures.householdHubs[row]! += grids.householdHubs[grid]!
    if (hasBranch(grids, grid, dataDate)) figures.branches[row]! += 1
  })
  premises.community.forEach((row, place) => {
    if (row < 0 || premises.statuses[place] !== 'open') return
    if (premises.kinds[place] === 'station') figures.stations[row]! += 1
    if (premises.kinds[place] === 'center') figures.centers[row]! += 1
  })
  parks.community.forEach((row) => {
    if (row >= 0) figures.parks[row]! += 1
  })
}

function rollUp(
  from: Float64Array,
  parent: Int32Array,
  into: Float64Array,
  accepts: (parent: number) => boolean = () => true,
): void {
  from.forEach((value, row) => {
    const above = parent[row]!
    if (above >= 0 && accepts(above)) into[above]! += value
  })
}

/** Counts the rows themselves, so that rows without a parent are included and none is counted twice. */
function cityFigures({ units, grids, premises, parks, dataDate }: Parts): FigureRecord {
  const open = (kind: 'station' | 'center') =>
    premises.kinds.filter((each, row) => each === kind && premises.statuses[row] === 'open').length
  return {
    communities: units.community.count,
    grids: grids.count,
    households: sum(grids.households),
    residents: sum(grids.residents),
    members: sum(grids.members),
    fullTimeWorkers: sum(grids.fullTimeWorkers),
    partTimeWorkers: sum(grids.partTimeWorkers),
    branches: grids.branchSince.filter((_, row) => hasBranch(grids, row, dataDate)).length,
    buildingGroups: sum(grids.buildingGroups),
    householdHubs: sum(grids.householdHubs),
    stations: open('station'),
    centers: open('center'),
    parks: parks.count,
    areaM2:
      sum(units.district.areaM2) ||
      sum(units.street.areaM2) ||
      sum(units.community.areaM2) ||
      sum(grids.areaM2),
  }
}

function sum(column: ArrayLike<number>): number {
  let total = 0
  for (let row = 0; row < column.length; row++) total += column[row]!
  return total
}

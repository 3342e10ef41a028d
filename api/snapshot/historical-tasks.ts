import type { UnitLevel } from '#shared/contract/enums.ts'
import type {
  CitySnapshot,
  GridTable,
  ParkTable,
  PremisesTable,
  UnitTable,
} from '#shared/snapshot/city-snapshot.ts'
import type { CachedInput } from '../threads/cached-input.ts'
import type { CurrentTables, HistoricalRows, HistoricalTables } from './build-historical-tables.ts'
import { packBuildings, type PackedBuildings, unpackBuildings } from './pack-buildings.ts'
import { type PackedTable, packTable, unpackTable } from './pack-tables.ts'

/** The messages between the API and the thread that builds past days. */
export interface HistoricalTask {
  rows: HistoricalRows
  current: CachedInput<PackedCurrentTables>
}

type PackedUnits = Record<UnitLevel, PackedTable<UnitTable>>

export interface PackedCurrentTables {
  units: PackedUnits
  grids: PackedTable<GridTable>
  buildings: PackedBuildings
}

/** Columns and meshes of the current city are left out. */
export interface PackedHistoricalTables extends Pick<CitySnapshot, 'figures' | 'box' | 'dataDate'> {
  units: PackedUnits
  grids: PackedTable<GridTable>
  premises: PackedTable<PremisesTable>
  parks: PackedTable<ParkTable>
  buildings: PackedBuildings
}

export const packCurrentTables = ({ units, grids, buildings }: CurrentTables): PackedCurrentTables => ({
  units: mapLevels((level) => packTable(units[level])),
  grids: packTable(grids),
  buildings: packBuildings(buildings),
})

export const unpackCurrentTables = ({ units, grids, buildings }: PackedCurrentTables): CurrentTables => ({
  units: mapLevels((level) => unpackTable(units[level])),
  grids: unpackTable(grids),
  buildings: unpackBuildings(buildings),
})

export const packHistoricalTables = (
  { units, grids, premises, parks, buildings, ...rest }: HistoricalTables,
  now: CurrentTables,
): PackedHistoricalTables => ({
  ...rest,
  units: mapLevels((level) => packTable(units[level], now.units[level])),
  grids: packTable(grids, now.grids),
  premises: packTable(premises),
  parks: packTable(parks),
  buildings: packBuildings(buildings, now.buildings),
})

export const unpackHistoricalTables = (
  { units, grids, premises, parks, buildings, ...rest }: PackedHistoricalTables,
  now: CurrentTables,
): HistoricalTables => ({
  ...rest,
  units: mapLevels((level) => unpackTable(units[level], now.units[level])),
  grids: unpackTable(grids, now.grids),
  premises: unpackTable(premises),
  parks: unpackTable(parks),
  buildings: unpackBuildings(buildings, now.buildings),
})

const mapLevels = <T>(of: (level: UnitLevel) => T): Record<UnitLevel, T> => ({
  district: of('district'),
  street: of('street'),
  community: of('community'),
})

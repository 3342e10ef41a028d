import Flatbush from 'flatbush'
import type { BuildingTable } from '#shared/snapshot/city-snapshot.ts'
import { type PackedTable, packTable, unpackTable } from './pack-tables.ts'

/** Buildings as they cross from thread to thread: as other tables, and with the bytes of the index of their places. */
export interface PackedBuildings {
  table: PackedTable<BuildingTable>
  /** null: those of the table it is compared with. */
  places: { xy: Int32Array; world: Int32Array; index: ArrayBufferLike | null } | null
}

/** @param known a table that the other thread has */
export function packBuildings(buildings: BuildingTable, known?: BuildingTable): PackedBuildings {
  const { places, points } = buildings
  const table = packTable(buildings, known)
  const { places: _places, points: _points, ...columns } = table.columns
  return {
    table: { ...table, columns },
    places:
      places === known?.places
        ? null
        : { xy: places.xy, world: points.world, index: places.index?.data ?? null },
  }
}

/** @param known the table with which it was packed */
export function unpackBuildings({ table, places }: PackedBuildings, known?: BuildingTable): BuildingTable {
  const unpacked = unpackTable(table, known)
  if (places === null) return unpacked
  const { xy, world, index } = places
  return {
    ...unpacked,
    places: { xy, index: index === null ? null : Flatbush.from(index) },
    points: { kind: 'point', count: unpacked.count, xy, world, index: unpacked.mesh.index },
  }
}

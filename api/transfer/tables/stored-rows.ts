import { writeTwkbLine, writeTwkbMultiPolygon, writeTwkbPoint } from '#shared/geometry/twkb.ts'
import type {
  BuildingRecord,
  GridRecord,
  ParkRecord,
  PremisesRecord,
  RoadRecord,
  UnitRecord,
  WaterwayRecord,
} from '../../../data/city-dataset.ts'

/** Facts as the statements in sql/ take and give them: JSON, shapes as TWKB in hex. */

export type StoredRow<T> = Omit<T, 'geometry' | 'seat'> & { geometry: string }
/** `outlineFrom`: the first day of the present outline, once it has had another. */
export type StoredUnit = Omit<UnitRecord, 'geometry' | 'seat'> & {
  geometry: string | null
  seat: string | null
  outlineFrom?: string | null
}
export type StoredGrid = StoredRow<GridRecord>
export type StoredPremises = StoredRow<PremisesRecord>
export type StoredPark = StoredRow<ParkRecord>
export type StoredBuilding = StoredRow<BuildingRecord>
export type StoredRoad = StoredRow<RoadRecord>
export type StoredWaterway = StoredRow<WaterwayRecord>

export const toStoredUnit = ({ geometry, seat, ...unit }: UnitRecord): StoredUnit => ({
  ...unit,
  seat: seat && toHex(writeTwkbPoint(seat)),
  geometry: geometry && toHex(writeTwkbMultiPolygon(geometry)),
})

export const toStoredGrid = ({ geometry, ...grid }: GridRecord): StoredGrid => ({
  ...grid,
  geometry: toHex(writeTwkbMultiPolygon(geometry)),
})

export const toStoredPremises = ({ geometry, ...premises }: PremisesRecord): StoredPremises => ({
  ...premises,
  geometry: toHex(writeTwkbPoint(geometry)),
})

export const toStoredPark = ({ geometry, ...park }: ParkRecord): StoredPark => ({
  ...park,
  geometry: toHex(writeTwkbMultiPolygon(geometry)),
})

export const toStoredBuilding = ({ geometry, ...building }: BuildingRecord): StoredBuilding => ({
  ...building,
  geometry: toHex(
    geometry.kind === 'point' ? writeTwkbPoint(geometry.point) : writeTwkbMultiPolygon(geometry.area),
  ),
})

export const toStoredRoad = ({ geometry, ...road }: RoadRecord): StoredRoad => ({
  ...road,
  geometry: toHex(writeTwkbLine(geometry)),
})

export const toStoredWaterway = ({ geometry, ...water }: WaterwayRecord): StoredWaterway => ({
  ...water,
  geometry: toHex(
    geometry.kind === 'line' ? writeTwkbLine(geometry.line) : writeTwkbMultiPolygon(geometry.area),
  ),
})

export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

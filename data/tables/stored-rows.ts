import { writeLine, writeMultiPolygon, writePoint } from '#shared/geometry/twkb.ts'
import type {
  GridFacts,
  ParkFacts,
  PremisesFacts,
  RoadFacts,
  UnitFacts,
  WaterwayFacts,
} from '../city-facts.ts'

/** Facts as the statements in sql/ take and give them: JSON, shapes as TWKB in hex. */

export type Stored<T> = Omit<T, 'geometry' | 'seat'> & { geometry: string }
/** `outlineFrom`: the first day of the present outline, once it has had another. */
export type StoredUnit = Omit<UnitFacts, 'geometry' | 'seat'> & {
  geometry: string | null
  seat: string | null
  outlineFrom?: string | null
}
export type StoredGrid = Stored<GridFacts>
export type StoredPremises = Stored<PremisesFacts>
export type StoredPark = Stored<ParkFacts>
export type StoredRoad = Stored<RoadFacts>
export type StoredWaterway = Stored<WaterwayFacts>

export const storedUnit = ({ geometry, seat, ...unit }: UnitFacts): StoredUnit => ({
  ...unit,
  seat: seat && toHex(writePoint(seat)),
  geometry: geometry && toHex(writeMultiPolygon(geometry)),
})

export const storedGrid = ({ geometry, ...grid }: GridFacts): StoredGrid => ({
  ...grid,
  geometry: toHex(writeMultiPolygon(geometry)),
})

export const storedPremises = ({ geometry, ...premises }: PremisesFacts): StoredPremises => ({
  ...premises,
  geometry: toHex(writePoint(geometry)),
})

export const storedPark = ({ geometry, ...park }: ParkFacts): StoredPark => ({
  ...park,
  geometry: toHex(writeMultiPolygon(geometry)),
})

export const storedRoad = ({ geometry, ...road }: RoadFacts): StoredRoad => ({
  ...road,
  geometry: toHex(writeLine(geometry)),
})

export const storedWaterway = ({ geometry, ...water }: WaterwayFacts): StoredWaterway => ({
  ...water,
  geometry: toHex(geometry.kind === 'line' ? writeLine(geometry.line) : writeMultiPolygon(geometry.area)),
})

export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

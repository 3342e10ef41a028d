import { float64At, int32At, numberAt, uint8At } from '../../geometry/at.ts'
import { decodeBase64, encodeBase64 } from '../../geometry/base64.ts'
import { shareLoads } from '../reach/share-loads.ts'
import type { CoverageColumns } from '../../contract/coverage/coverage.ts'
import { summariseDistances } from './arrange-points.ts'
import { type CoverageTable, type CoverageUnits, listPointLimits } from './coverage-table.ts'

/** Encodes the table for the API: NaN becomes null. */
export function toCoverageColumns({
  options,
  units,
  communities,
  zones,
  grids,
  places,
  points,
  reach,
}: CoverageTable): CoverageColumns {
  const unit = ({ ids, codes, names, namesEn, parent, manager }: CoverageUnits) => ({
    ids: toArray(ids),
    codes: [...codes],
    names: [...names],
    namesEn: [...namesEn],
    parent: toArray(parent),
    manager: toArray(manager),
  })
  return {
    options,
    units: { district: unit(units.district), street: unit(units.street), community: unit(units.community) },
    communities: {
      type: toArray(communities.type),
      urban: toArray(communities.urban),
      rural: toArray(communities.rural),
    },
    communityFailings: toArray(communities.failings),
    zones: [...zones],
    grids: {
      ids: toArray(grids.ids),
      codes: [...grids.codes],
      names: [...grids.names],
      kind: toArray(grids.kind),
      community: toArray(grids.community),
      households: toArray(grids.households),
      residents: toArray(grids.residents),
      areaM2: toArray(grids.areaM2),
      workers: toArray(grids.workers),
      branch: toArray(grids.branch),
    },
    places: {
      ids: toArray(places.ids),
      codes: [...places.codes],
      names: [...places.names],
      kind: toArray(places.kind),
      community: toArray(places.community),
      capacity: toNullable(places.capacity),
      areaM2: toNullable(places.areaM2),
      failings: toArray(places.failings),
      xy: toArray(places.xy),
      cluster: toArray(places.cluster),
    },
    points: {
      start: toArray(points.start),
      weight: encodeIntegers(points.weight),
      households: encodeIntegers(points.households),
      nearest: encodeIntegers(points.nearest),
      decimetres: encodeMetres(points.metres),
      stationDecimetres: encodeMetres(points.stationMetres),
      centerDecimetres: encodeMetres(points.centerMetres),
      relieved: encodeIntegers(points.relieved),
    },
    reach: { twoStep: toArray(reach.twoStep), enhanced: toArray(reach.enhanced) },
  }
}

/** Decodes the table from the API. */
export function toCoverageTable(columns: CoverageColumns): CoverageTable {
  const { options, units, communities, communityFailings, zones, grids, places } = columns
  const unit = (table: CoverageColumns['units']['district']): CoverageUnits => ({
    count: table.ids.length,
    ...table,
  })
  const points = decodePoints(columns.points)
  const capacity = Float64Array.from(places.capacity, orNaN)
  const counted = { ...grids, count: grids.ids.length }
  const known = { ...communities, failings: communityFailings }
  const limits = listPointLimits({ options, communities: known, grids: counted, points })
  return {
    options,
    units: { district: unit(units.district), street: unit(units.street), community: unit(units.community) },
    communities: known,
    zones: new Set(zones),
    grids: counted,
    places: {
      ...places,
      count: places.ids.length,
      capacity,
      areaM2: Float64Array.from(places.areaM2, orNaN),
      load: shareLoads(
        { cluster: Int32Array.from(places.cluster), capacity },
        points.nearest,
        points.households,
        (point) => float64At(points.metres, point) <= float64At(limits, point),
      ),
    },
    points,
    reach: {
      ...summariseDistances(points),
      twoStep: Float64Array.from(columns.reach.twoStep),
      enhanced: Float64Array.from(columns.reach.enhanced),
    },
  }
}

function decodePoints(columns: CoverageColumns['points']): CoverageTable['points'] {
  return {
    count: columns.start.at(-1) ?? 0,
    start: Uint32Array.from(columns.start),
    weight: decodeIntegers(columns.weight),
    households: decodeIntegers(columns.households),
    nearest: decodeIntegers(columns.nearest),
    metres: decodeMetres(columns.decimetres),
    stationMetres: decodeMetres(columns.stationDecimetres),
    centerMetres: decodeMetres(columns.centerDecimetres),
    relieved: decodeIntegers(columns.relieved),
  }
}

/** The first bytes of all numbers, then the second ones, and so on: in this order they can be compressed to half. */
function encodeIntegers(column: ArrayLike<number>): string {
  const count = column.length
  const bytes = new Uint8Array(4 * count)
  for (let i = 0; i < count; i++) {
    const value = numberAt(column, i)
    for (let byte = 0; byte < 4; byte++) bytes[byte * count + i] = (value >> (8 * byte)) & 255
  }
  return encodeBase64(bytes)
}

function decodeIntegers(text: string): Int32Array {
  const bytes = decodeBase64(text)
  const count = bytes.length / 4
  const column = new Int32Array(count)
  for (let i = 0; i < count; i++)
    for (let byte = 0; byte < 4; byte++)
      column[i] = int32At(column, i) | (uint8At(bytes, byte * count + i) << (8 * byte))
  return column
}

/** Metres are whole decimetres, and at most those of a walk round the Earth. */
function encodeMetres(metres: ArrayLike<number>): string {
  const decimetres = new Int32Array(metres.length)
  for (let i = 0; i < decimetres.length; i++) {
    const value = numberAt(metres, i)
    decimetres[i] = Number.isNaN(value) ? -1 : Math.round(value * 10)
  }
  return encodeIntegers(decimetres)
}

const decodeMetres = (text: string): Float64Array =>
  Float64Array.from(decodeIntegers(text), (decimetres) => (decimetres < 0 ? NaN : decimetres / 10))

/** Array.from() of a typed array goes through its iterator, which takes ten times as long. */
function toArray(column: ArrayLike<number>): number[] {
  const values = new Array<number>(column.length)
  for (let i = 0; i < values.length; i++) values[i] = numberAt(column, i)
  return values
}

function toNullable(column: ArrayLike<number>): (number | null)[] {
  const values = new Array<number | null>(column.length)
  for (let i = 0; i < values.length; i++) {
    const value = numberAt(column, i)
    values[i] = Number.isNaN(value) ? null : value
  }
  return values
}

const orNaN = (value: number | null): number => value ?? NaN

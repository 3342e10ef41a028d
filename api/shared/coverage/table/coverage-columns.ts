import { float64At, numberAt } from '../../geometry/at.ts'
import { shareLoads } from '../reach/share-loads.ts'
import type { CoverageColumns } from '../../contract/coverage/coverage.ts'
import { type CoverageTable, type CoverageUnits, listReachLimits } from './coverage-table.ts'

/** Encodes the table for the API: NaN becomes null. */
export function toCoverageColumns({
  options,
  units,
  communities,
  zones,
  grids,
  places,
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
    reach: {
      nearest: toArray(reach.nearest),
      metres: toNullable(reach.metres),
      stationMetres: toNullable(reach.stationMetres),
      centerMetres: toNullable(reach.centerMetres),
      twoStep: toArray(reach.twoStep),
      enhanced: toArray(reach.enhanced),
      relieved: toArray(reach.relieved),
    },
  }
}

/** Decodes the table from the API. */
export function toCoverageTable(columns: CoverageColumns): CoverageTable {
  const { options, units, communities, communityFailings, zones, grids, places, reach } = columns
  const unit = (table: CoverageColumns['units']['district']): CoverageUnits => ({
    count: table.ids.length,
    ...table,
  })
  const decoded = {
    nearest: Int32Array.from(reach.nearest),
    metres: Float64Array.from(reach.metres, orNaN),
    stationMetres: Float64Array.from(reach.stationMetres, orNaN),
    centerMetres: Float64Array.from(reach.centerMetres, orNaN),
    twoStep: Float64Array.from(reach.twoStep),
    enhanced: Float64Array.from(reach.enhanced),
    relieved: Uint8Array.from(reach.relieved),
  }
  const capacity = Float64Array.from(places.capacity, orNaN)
  const counted = { ...grids, count: grids.ids.length }
  const known = { ...communities, failings: communityFailings }
  const limits = listReachLimits({ options, communities: known, grids: counted })
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
        { cluster: places.cluster, capacity },
        decoded.nearest,
        grids.households,
        (grid) => float64At(decoded.metres, grid) <= float64At(limits, grid),
      ),
    },
    reach: decoded,
  }
}

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

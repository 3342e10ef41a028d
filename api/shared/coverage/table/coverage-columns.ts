import { float64At } from '../../geometry/at.ts'
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
    ids: Array.from(ids),
    codes: [...codes],
    names: [...names],
    namesEn: [...namesEn],
    parent: Array.from(parent),
    manager: Array.from(manager),
  })
  return {
    options,
    units: { district: unit(units.district), street: unit(units.street), community: unit(units.community) },
    communities: {
      type: Array.from(communities.type),
      urban: Array.from(communities.urban),
      rural: Array.from(communities.rural),
    },
    communityFailings: Array.from(communities.failings),
    zones: [...zones],
    grids: {
      ids: Array.from(grids.ids),
      codes: [...grids.codes],
      names: [...grids.names],
      kind: Array.from(grids.kind),
      community: Array.from(grids.community),
      households: Array.from(grids.households),
      residents: Array.from(grids.residents),
      areaM2: Array.from(grids.areaM2),
      workers: Array.from(grids.workers),
      branch: Array.from(grids.branch),
    },
    places: {
      ids: Array.from(places.ids),
      codes: [...places.codes],
      names: [...places.names],
      kind: Array.from(places.kind),
      community: Array.from(places.community),
      capacity: Array.from(places.capacity, orNull),
      areaM2: Array.from(places.areaM2, orNull),
      failings: Array.from(places.failings),
      xy: Array.from(places.xy),
      cluster: Array.from(places.cluster),
    },
    reach: {
      nearest: Array.from(reach.nearest),
      metres: Array.from(reach.metres, orNull),
      stationMetres: Array.from(reach.stationMetres, orNull),
      centerMetres: Array.from(reach.centerMetres, orNull),
      twoStep: Array.from(reach.twoStep),
      enhanced: Array.from(reach.enhanced),
      relieved: Array.from(reach.relieved),
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

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
const orNaN = (value: number | null): number => value ?? NaN

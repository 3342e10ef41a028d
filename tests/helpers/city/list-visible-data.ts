import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'

/** Returns the data of a snapshot that readers see, without its revision and times. */
export function listVisibleData({ units, grids, premises, parks, figures }: CitySnapshot) {
  const unit = ({ codes, names, kinds, legalParent, types, areaM2, mesh: { polygons } }: UnitTable) => ({
    codes,
    names,
    kinds,
    legalParent,
    types,
    areaM2,
    xy: polygons.xy,
  })
  return {
    units: [unit(units.district), unit(units.street), unit(units.community)],
    grids: {
      codes: grids.codes,
      households: grids.households,
      community: grids.community,
      xy: grids.mesh.polygons.xy,
    },
    premises: {
      codes: premises.codes,
      names: premises.names,
      statuses: premises.statuses,
      community: premises.community,
      areaM2: premises.areaM2,
      xy: premises.mesh.xy,
    },
    parks: {
      codes: parks.codes,
      names: parks.names,
      organisations: parks.organisations,
      enterprises: parks.enterprises,
      xy: parks.mesh.polygons.xy,
    },
    figures,
  }
}

import { int32At } from '../../geometry/at.ts'
import type { FigureSource } from '../../contract/enums.ts'
import type { CitySnapshot, GridTable } from '../../snapshot/city-snapshot.ts'
import { countHouseholds, listCountedCommunities } from './counted-communities.ts'

/**
 * Returns the grids with the households and residents that hold: the declared ones, or those of the buildings in
 * communities that are counted by them.
 */
export function chooseFigures(
  city: Pick<CitySnapshot, 'buildings' | 'units'> & { grids: GridTable },
  source: FigureSource,
): GridTable {
  const { grids } = city
  const declared = { households: grids.declaredHouseholds, residents: grids.declaredResidents }
  if (source === 'declared') return { ...grids, ...declared }
  const isCounted = listCountedCommunities(city)
  const { byGrid, residentsByGrid } = countHouseholds(city)
  const choose = (stated: Int32Array, counted: Int32Array) =>
    stated.map((value, grid) =>
      isCounted[int32At(grids.community, grid)] === 1 ? int32At(counted, grid) : value,
    )
  return {
    ...grids,
    households: choose(declared.households, byGrid),
    residents: choose(declared.residents, residentsByGrid),
  }
}

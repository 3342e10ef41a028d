import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { PlaceRow } from '#shared/contract/city/features.ts'
import type { PremisesKind } from '#shared/contract/enums.ts'
import { createUnitFilter } from '../../snapshot/unit-lookup.ts'

const LAYER_BY_KIND: Record<PremisesKind, PlaceRow['layer']> = {
  station: 'stations',
  center: 'centers',
  community: 'premises',
}

/** Returns the premises and parks in a unit, or of the whole city, sorted by code. @throws AppError not_found */
export function listPremisesAndParks(
  city: CitySnapshot,
  kind: PremisesKind | 'park' | undefined,
  parent: string | undefined,
): PlaceRow[] {
  const { premises, parks } = city
  const inside = createUnitFilter(city, parent)
  const places: PlaceRow[] = []
  premises.kinds.forEach((each, row) => {
    if ((kind !== undefined && each !== kind) || !inside(premises.community[row]!)) return
    places.push({
      id: premises.ids[row]!,
      layer: LAYER_BY_KIND[each],
      code: premises.codes[row]!,
      name: premises.names[row]!,
      status: premises.statuses[row]!,
    })
  })
  parks.codes.forEach((code, row) => {
    if ((kind !== undefined && kind !== 'park') || !inside(parks.community[row]!)) return
    places.push({
      id: parks.ids[row]!,
      layer: 'parks',
      code,
      name: parks.names[row]!,
      status: parks.organisations[row]!,
    })
  })
  return places.sort((a, b) => (a.code < b.code ? -1 : 1))
}

import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { PlaceRow } from '#shared/contract/city/city.ts'
import type { PremisesKind } from '#shared/contract/enums.ts'
import { AppError } from '../../errors.ts'
import { getCommunityRows, findUnit } from '../../snapshot/unit-lookup.ts'

const LAYER_OF: Record<PremisesKind, PlaceRow['layer']> = {
  station: 'stations',
  center: 'centers',
  community: 'premises',
}

/** Premises and parks inside a unit, in the order of their codes. */
export function listPremisesAndParks(
  city: CitySnapshot,
  kind: PremisesKind | 'park' | undefined,
  parent: string | undefined,
): PlaceRow[] {
  const { premises, parks } = city
  const inside = insideOf(city, parent)
  const places: PlaceRow[] = []
  premises.kinds.forEach((each, row) => {
    if ((kind !== undefined && each !== kind) || !inside(premises.community[row]!)) return
    places.push({
      id: premises.ids[row]!,
      layer: LAYER_OF[each],
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

function insideOf(city: CitySnapshot, parent: string | undefined): (community: number) => boolean {
  if (parent === undefined) return () => true
  const place = findUnit(city, parent)
  if (place === undefined) throw new AppError('not_found', `there is no unit ${parent}`, { unit: parent })
  const communities = getCommunityRows(city, place)
  return (community) => communities.has(community)
}

import { listCountedCommunities } from '#shared/coverage/demand/counted-communities.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { encodeFeaturesBase64 } from './encode-base64.ts'

/** Returns the buildings in some grids for the base of a draft, and which of their communities are counted by buildings. */
export function collectBuildings(
  snapshot: CitySnapshot,
  gridRows: readonly number[],
): Pick<DraftBase, 'buildings' | 'counted'> {
  const { buildings, grids, units } = snapshot
  const { places, rowsByGrid, gridStart, mesh } = buildings
  const rows = gridRows.flatMap((grid) => [...rowsByGrid.subarray(gridStart[grid], gridStart[grid + 1])])
  const pick = (column: ArrayLike<number>) => rows.map((row) => column[row]!)
  const compounds = pick(buildings.compound)
  const names = [...new Set(compounds.filter((position) => position >= 0))]
  const communities = new Set(gridRows.map((grid) => grids.community[grid]!))
  const counted = listCountedCommunities(snapshot)
  return {
    buildings: {
      id: pick(buildings.ids),
      x: rows.map((row) => places.xy[2 * row]!),
      y: rows.map((row) => places.xy[2 * row + 1]!),
      households: pick(buildings.households),
      residents: pick(buildings.residents),
      members: pick(buildings.members),
      buildingGroups: pick(buildings.buildingGroups),
      householdHubs: pick(buildings.householdHubs),
      compound: compounds.map((position) => names.indexOf(position)),
      compoundNames: names.map((position) => buildings.compoundNames[position]!),
      shapes: encodeFeaturesBase64(rows.map((row) => ({ polygons: mesh.polygons, row }))),
    },
    counted: [...communities]
      .filter((community) => community >= 0 && counted[community] === 1)
      .map((community) => units.community.codes[community]!),
  }
}

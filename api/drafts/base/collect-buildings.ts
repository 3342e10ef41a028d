import { listCountedCommunities } from '#shared/coverage/demand/counted-communities.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { locatePoints } from '#shared/geometry/shapes/locate-points.ts'
import type { Land } from './collect-land.ts'
import { encodeFeaturesBase64 } from './encode-base64.ts'

/** Returns the buildings on some land for the base of a draft, and which of its communities are counted by buildings. */
export function collectBuildings(
  snapshot: CitySnapshot,
  land: readonly Land[],
): Pick<DraftBase, 'buildings' | 'counted'> {
  const { buildings, units } = snapshot
  const { places, rowsByGrid, gridStart, mesh } = buildings
  const undivided = locateUndivided(snapshot, land)
  const rows = [
    ...land
      .filter(({ isGrid }) => isGrid)
      .flatMap(({ row: grid }) => [...rowsByGrid.subarray(gridStart[grid], gridStart[grid + 1])]),
    ...undivided.flatMap(({ rows }) => rows),
  ]
  const pick = (column: ArrayLike<number>) => rows.map((row) => column[row]!)
  const compounds = pick(buildings.compound)
  const names = [...new Set(compounds.filter((position) => position >= 0))]
  const counted = listCountedCommunities(snapshot)
  const communities = new Set([
    ...land.map(({ community }) => community).filter((row) => row >= 0 && counted[row] === 1),
    // where nothing is declared, buildings are all that is known
    ...undivided
      .filter(({ rows }) => rows.some((row) => (buildings.households[row] ?? 0) > 0))
      .map(({ community }) => community),
  ])
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
    counted: [...communities].map((community) => units.community.codes[community]!),
  }
}

/** Returns the rows of the buildings in each community without grids. */
function locateUndivided(
  { buildings: { count, places }, units }: CitySnapshot,
  land: readonly Land[],
): { community: number; rows: number[] }[] {
  const communities = land.filter(({ isGrid }) => !isGrid).map(({ community }) => community)
  if (communities.length === 0) return []
  const found = new Int32Array(count).fill(-1)
  locatePoints(units.community.mesh.polygons, communities, places, found)
  const rows = new Map(communities.map((community) => [community, [] as number[]]))
  found.forEach((community, row) => rows.get(community)?.push(row))
  return [...rows].map(([community, list]) => ({ community, rows: list }))
}

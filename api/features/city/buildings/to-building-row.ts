import type { BuildingRow, BuildingSums } from '#shared/contract/city/buildings.ts'
import { buildingUses } from '#shared/contract/enums.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { BuildingTexts } from './read-buildings.ts'

export function toBuildingRow(
  city: CitySnapshot,
  row: number,
  texts: BuildingTexts | undefined,
): BuildingRow {
  const { buildings } = city
  const [x, y] = [buildings.places.xy[2 * row]!, buildings.places.xy[2 * row + 1]!]
  const compound = buildings.compound[row]!
  return {
    id: buildings.ids[row]!,
    code: texts?.code ?? '',
    name: texts?.name ?? null,
    address: texts?.address ?? null,
    compound: compound < 0 ? null : buildings.compoundNames[compound]!,
    use: buildingUses[buildings.uses[row]!]!,
    floors: buildings.floors[row]! || null,
    households: buildings.households[row]!,
    residents: buildings.residents[row]!,
    members: buildings.members[row]!,
    buildingGroups: buildings.buildingGroups[row]!,
    householdHubs: buildings.householdHubs[row]!,
    completedOn: texts?.completedOn ?? null,
    lon: toDegrees(x),
    lat: toDegrees(y),
    nearest: findNearestPremises(city, row),
  }
}

/** How many of the nearest on the plane of the tiles are compared in metres. */
const COMPARED = 4

/** Finds the open premises nearest to a building in a straight line; null: there are none. */
export function findNearestPremises(
  { premises, buildings }: CitySnapshot,
  building: number,
): BuildingRow['nearest'] {
  const { index, xy } = premises.mesh
  const [x, y] = [buildings.places.xy[2 * building]!, buildings.places.xy[2 * building + 1]!]
  const isOpen = (row: number) => row < premises.count && premises.statuses[row] === 'open'
  const [nearest] = index
    .neighbors(toWorldX(x), toWorldY(y), COMPARED, Infinity, isOpen)
    .map((row) => ({ row, metres: computeDistanceM([x, y], [xy[2 * row]!, xy[2 * row + 1]!]) }))
    .sort((one, other) => one.metres - other.metres)
  return nearest === undefined
    ? null
    : { kind: premises.kinds[nearest.row]!, name: premises.names[nearest.row]!, metres: nearest.metres }
}

/** Returns the rows of the buildings in a grid. */
export function listRowsInGrid({ buildings }: CitySnapshot, grid: number): number[] {
  return [...buildings.rowsByGrid.subarray(buildings.gridStart[grid], buildings.gridStart[grid + 1])]
}

/** Sums what the buildings of a grid hold. */
export function sumBuildings(
  { buildings, grids }: CitySnapshot,
  grid: number,
  rows: readonly number[],
): BuildingSums {
  const sum = (column: Int32Array) => rows.reduce((total, row) => total + column[row]!, 0)
  return {
    households: { declared: grids.declaredHouseholds[grid]!, counted: sum(buildings.households) },
    residents: sum(buildings.residents),
    members: sum(buildings.members),
    buildingGroups: sum(buildings.buildingGroups),
    householdHubs: sum(buildings.householdHubs),
  }
}

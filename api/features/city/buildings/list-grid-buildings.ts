import { countHouseholds, listCountedCommunities } from '#shared/coverage/counted-communities.ts'
import type { BuildingRow, listGridBuildings } from '#shared/contract/city/buildings.ts'
import { buildingUses } from '#shared/contract/enums.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { z } from 'zod'
import type { Database } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { toProvenance } from '../../../snapshot/provenance.ts'
import { type BuildingTexts, readBuildingTexts } from './read-buildings.ts'

type Answer = z.output<NonNullable<typeof listGridBuildings.answer>>

/**
 * Lists the buildings of a grid, those with most households first.
 *
 * @throws AppError not_found
 */
export async function listBuildingsOfGrid(
  database: Database,
  city: CitySnapshot,
  code: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<Answer> {
  const { grids, buildings } = city
  const grid = grids.codes.indexOf(code)
  if (grid < 0) throw new AppError('not_found', `there is no grid ${code}`, { grid: code })
  const rows = [
    ...buildings.rowsByGrid.subarray(buildings.gridStart[grid], buildings.gridStart[grid + 1]),
  ].sort((a, b) => buildings.households[b]! - buildings.households[a]! || a - b)
  const shown = rows.slice(offset, offset + limit)
  const texts = await readBuildingTexts(
    database,
    city,
    shown.map((row) => buildings.ids[row]!),
  )
  const sums = countHouseholds(city)
  const community = grids.community[grid]!
  const isCounted = community >= 0 && listCountedCommunities(city)[community] === 1
  return {
    provenance: toProvenance(city),
    total: rows.length,
    households: { declared: grids.households[grid]!, counted: sums.byGrid[grid]!, isCounted },
    community:
      community < 0
        ? { declared: 0, counted: 0, isCounted }
        : { declared: sums.declared[community]!, counted: sums.counted[community]!, isCounted },
    buildings: shown.map((row) => toBuildingRow(city, row, texts.get(buildings.ids[row]!))),
  }
}

function toBuildingRow(city: CitySnapshot, row: number, texts: BuildingTexts | undefined): BuildingRow {
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
    nearest: findNearestPremises(city, x, y),
  }
}

/** How many of the nearest on the plane of the tiles are compared in metres. */
const COMPARED = 4

function findNearestPremises({ premises }: CitySnapshot, x: number, y: number): BuildingRow['nearest'] {
  const { index, xy } = premises.mesh
  const isOpen = (row: number) => row < premises.count && premises.statuses[row] === 'open'
  const [nearest] = index
    .neighbors(toWorldX(x), toWorldY(y), COMPARED, Infinity, isOpen)
    .map((row) => ({ row, metres: computeDistanceM([x, y], [xy[2 * row]!, xy[2 * row + 1]!]) }))
    .sort((one, other) => one.metres - other.metres)
  return nearest === undefined
    ? null
    : { kind: premises.kinds[nearest.row]!, name: premises.names[nearest.row]!, metres: nearest.metres }
}

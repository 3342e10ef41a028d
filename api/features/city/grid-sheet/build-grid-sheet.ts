import type { GridSheet } from '#shared/contract/city/grid-sheet.ts'
import { orderBuildings } from '#shared/city/number-buildings.ts'
import { listCountedCommunities } from '#shared/coverage/demand/counted-communities.ts'
import { getFeatureBox } from '#shared/geometry/flat-polygons.ts'
import { type Box, toDegrees } from '#shared/geometry/lattice.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Database } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { getUnitPath } from '../../../snapshot/unit-lookup.ts'
import { readBuildingTexts } from '../buildings/read-buildings.ts'
import { listRowsInGrid, sumBuildings, toBuildingRow } from '../buildings/to-building-row.ts'
import { clipBackground, searchBox, toDegreeRings } from './clip-background.ts'

/** Half of what a sheet can show, in extents of its grid: paper is longer than wide, and the ground around belongs to it. */
const SEEN = 0.95

/**
 * Builds the sheet of a grid: its ground and the ground around it, and its buildings with their numbers.
 *
 * @throws AppError not_found when there is no such grid, or it has no border
 */
export async function buildGridSheet(
  database: Database,
  city: CitySnapshot,
  code: string,
): Promise<GridSheet> {
  const { grids, buildings, premises, units } = city
  const grid = grids.codes.indexOf(code)
  const own = grid < 0 ? null : getFeatureBox(grids.mesh.polygons, grid)
  if (own === null) throw new AppError('not_found', `there is no grid ${code}`, { grid: code })
  const seen = widenBox(own)
  const rows = listRowsInGrid(city, grid)
  const texts = await readBuildingTexts(
    database,
    city,
    rows.map((row) => buildings.ids[row]!),
  )
  const community = grids.community[grid]!
  const rowsOf = orderBuildings(
    rows.map((row) => ({
      ...toBuildingRow(city, row, texts.get(buildings.ids[row]!)),
      rings: toDegreeRings(buildings.mesh.polygons, row),
    })),
  )
  const sums = sumBuildings(city, grid, rows)
  return {
    code,
    name: grids.names[grid]!,
    kind: grids.kinds[grid]!,
    path: community < 0 ? [] : getUnitPath(city, { level: 'community', row: community }),
    residents: grids.residents[grid]!,
    members: grids.members[grid]!,
    fullTimeWorkers: grids.fullTimeWorkers[grid]!,
    partTimeWorkers: grids.partTimeWorkers[grid]!,
    branchSince: grids.branchSince[grid] ?? null,
    areaM2: grids.areaM2[grid]!,
    households: {
      ...sums.households,
      isCounted: community >= 0 && listCountedCommunities(city)[community] === 1,
    },
    sums,
    box: [toDegrees(own[0]), toDegrees(own[1]), toDegrees(own[2]), toDegrees(own[3])],
    border: toDegreeRings(grids.mesh.polygons, grid),
    neighbours: searchBox(grids.mesh, seen)
      .filter((row) => row !== grid)
      .map((row) => ({
        code: grids.codes[row]!,
        name: grids.names[row]!,
        community:
          grids.community[row] === community ? null : (units.community.names[grids.community[row]!] ?? null),
        rings: toDegreeRings(grids.mesh.polygons, row),
      })),
    ...clipBackground(city, seen),
    premises: searchBox(premises.mesh, seen)
      .filter((row) => premises.statuses[row] === 'open')
      .map((row) => ({
        code: premises.codes[row]!,
        name: premises.names[row]!,
        kind: premises.kinds[row]!,
        lon: toDegrees(premises.mesh.xy[2 * row]!),
        lat: toDegrees(premises.mesh.xy[2 * row + 1]!),
      })),
    buildings: rowsOf.map((row, i) => ({ ...row, number: i + 1 })),
    otherBuildings: searchBox(buildings.mesh, seen)
      .filter((row) => buildings.grid[row] !== grid)
      .map((row) => toDegreeRings(buildings.mesh.polygons, row))
      .filter((rings) => rings.length > 0),
  }
}

function widenBox([west, south, east, north]: Box): Box {
  // a degree of latitude is longer than one of longitude: the wider side is more than enough
  const half = Math.round(Math.max(east - west, north - south) * SEEN)
  const [x, y] = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  return [x - half, y - half, x + half, y + half]
}

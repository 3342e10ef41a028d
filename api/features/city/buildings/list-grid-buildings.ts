import { countHouseholds, listCountedCommunities } from '#shared/coverage/demand/counted-communities.ts'
import type { BuildingOrder, listGridBuildings } from '#shared/contract/city/buildings.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { z } from 'zod'
import type { Database } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { toProvenance } from '../../../snapshot/provenance.ts'
import { readBuildingTexts } from './read-buildings.ts'
import { findNearestPremises, listRowsInGrid, sumBuildings, toBuildingRow } from './to-building-row.ts'

type Answer = z.output<NonNullable<typeof listGridBuildings.answer>>

/**
 * Lists the buildings of a grid in an order; equal ones by households.
 *
 * @throws AppError not_found
 */
export async function listBuildingsOfGrid(
  database: Database,
  city: CitySnapshot,
  code: string,
  { order, limit, offset }: { order: BuildingOrder; limit: number; offset: number },
): Promise<Answer> {
  const { grids, buildings } = city
  const grid = grids.codes.indexOf(code)
  if (grid < 0) throw new AppError('not_found', `there is no grid ${code}`, { grid: code })
  const rows = listRowsInGrid(city, grid)
  const valueOf = createOrder(city, order, rows)
  rows.sort((a, b) => valueOf(b) - valueOf(a) || buildings.households[b]! - buildings.households[a]! || a - b)
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
    households: { declared: grids.declaredHouseholds[grid]!, counted: sums.byGrid[grid]!, isCounted },
    community:
      community < 0
        ? { declared: 0, counted: 0, isCounted }
        : { declared: sums.declared[community]!, counted: sums.counted[community]!, isCounted },
    sums: sumBuildings(city, grid, rows),
    buildings: shown.map((row) => toBuildingRow(city, row, texts.get(buildings.ids[row]!))),
  }
}

/** Returns the value by which a building is put in its place; of distances, nothing within reach is the farthest. */
function createOrder(
  city: CitySnapshot,
  order: BuildingOrder,
  rows: readonly number[],
): (row: number) => number {
  if (order !== 'distance') return (row) => city.buildings[order][row]!
  const metres = new Map(rows.map((row) => [row, findNearestPremises(city, row)?.metres ?? Number.MAX_VALUE]))
  return (row) => metres.get(row)!
}

import type { listUnitBuildings } from '#shared/contract/city/buildings.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { z } from 'zod'
import type { Database } from '../../../db/database.ts'
import { toProvenance } from '../../../snapshot/provenance.ts'
import { listGridRows } from '../list-grids.ts'
import { readBuildingTexts } from './read-buildings.ts'
import { listRowsInGrid, sumBuildings, toBuildingRow } from './to-building-row.ts'

type Answer = z.output<NonNullable<typeof listUnitBuildings.answer>>

/**
 * Lists the buildings of a unit by grid, those with most households first, and the sums of every grid.
 *
 * @throws AppError not_found
 */
export async function listBuildingsOfUnit(
  database: Database,
  city: CitySnapshot,
  unit: string,
  { select, limit, offset }: { select: 'chain' | 'all'; limit: number; offset: number },
): Promise<Answer> {
  const { buildings, grids } = city
  const byGrid = Array.from(listGridRows(city, unit), (grid) => ({ grid, rows: listRowsInGrid(city, grid) }))
  const isSelected = (row: number) =>
    select === 'all' || buildings.buildingGroups[row]! + buildings.householdHubs[row]! > 0
  const selected = byGrid.flatMap(({ rows }) =>
    rows.filter(isSelected).sort((a, b) => buildings.households[b]! - buildings.households[a]! || a - b),
  )
  const shown = selected.slice(offset, offset + limit)
  const texts = await readBuildingTexts(
    database,
    city,
    shown.map((row) => buildings.ids[row]!),
  )
  return {
    provenance: toProvenance(city),
    grids: byGrid.map(({ grid, rows }) => ({
      code: grids.codes[grid]!,
      name: grids.names[grid]!,
      buildings: rows.length,
      ...sumBuildings(city, grid, rows),
    })),
    total: selected.length,
    buildings: shown.map((row) => ({
      ...toBuildingRow(city, row, texts.get(buildings.ids[row]!)),
      grid: grids.codes[buildings.grid[row]!]!,
    })),
  }
}

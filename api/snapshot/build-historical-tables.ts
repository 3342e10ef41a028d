import type { z } from 'zod'
import type { CitySnapshot, GridTable, ParkTable, PremisesTable } from '#shared/snapshot/city-snapshot.ts'
import type { FigureSource } from '#shared/contract/enums.ts'
import { chooseFigures } from '#shared/coverage/demand/choose-figures.ts'
import { computeDataDate } from './compute-data-date.ts'
import type { GridStateRow } from './grid-state-row.ts'
import { type CityRow, computeCityExtent, type TableRow } from './load-city.ts'
import { overlayGrids } from './overlay-grids.ts'
import { buildParks, buildPremises, buildUnits, type TableData } from './tables/build-tables.ts'
import { type BuildingChanges, overlayBuildings } from './tables/overlay-buildings.ts'
import { ParkColumns, PremisesColumns, UnitColumns } from './tables/columns.ts'
import { createRowLookup } from './tables/row-lookup.ts'
import { sumFigures } from './tables/sum-figures.ts'

/** What the database says about a past day. */
export interface HistoricalRows {
  day: string
  /** The setting of today. */
  figures: FigureSource
  city: Pick<z.output<typeof CityRow>, 'effective_on' | 'until'>
  units: z.output<typeof TableRow>
  /** Grids that were other than they are now. */
  states: GridStateRow[]
  premises: z.output<typeof TableRow>
  parks: z.output<typeof TableRow>
  buildings: BuildingChanges
}

/** The tables of the current city that a past day is built from. */
export type CurrentTables = Pick<CitySnapshot, 'units' | 'grids' | 'buildings'>

export type HistoricalTables = Pick<
  CitySnapshot,
  'units' | 'grids' | 'premises' | 'parks' | 'buildings' | 'figures' | 'box' | 'dataDate'
>

/**
 * Builds the tables of a past day. Columns and meshes that do not differ from those of the current city are the same
 * objects.
 *
 * @param checkpoint is called between the parts; throws when nobody waits for the result
 */
export async function buildHistoricalTables(
  now: CurrentTables,
  { day, city, figures, states, ...rows }: HistoricalRows,
  checkpoint: () => void,
): Promise<HistoricalTables> {
  checkpoint()
  const units = await buildUnits(parseTable(rows.units, UnitColumns), now.units)
  checkpoint()
  const communityRow = createRowLookup(units.community.ids)
  const declared = withBranchesOf(day, buildGridsOf(day, now, states, communityRow))
  checkpoint()
  const premises = withPremisesOf(
    day,
    buildPremises(parseTable(rows.premises, PremisesColumns), communityRow),
  )
  const parks = withOrganisationsOf(day, buildParks(parseTable(rows.parks, ParkColumns), communityRow))
  checkpoint()
  const isSameGrids = declared.mesh === now.grids.mesh
  const buildings = overlayBuildings(now.buildings, rows.buildings, declared, isSameGrids)
  const grids = chooseFigures({ grids: declared, buildings, units }, figures)
  const tables = { units, grids, premises, parks, buildings }
  checkpoint()
  const dataDate = computeDataDate(city, tables)
  return {
    ...tables,
    figures: sumFigures({ ...tables, dataDate }),
    box: computeCityExtent(tables),
    dataDate,
  }
}

function parseTable<T extends z.ZodType>(
  { columns, shapes }: z.output<typeof TableRow>,
  schema: T,
): TableData<z.output<T>> {
  return { columns: schema.parse(JSON.parse(columns)), shapes }
}

function buildGridsOf(
  day: string,
  now: CurrentTables,
  states: readonly GridStateRow[],
  communityRow: ReturnType<typeof createRowLookup>,
): GridTable {
  const later = new Set(now.grids.ids.filter((_, row) => now.grids.validFrom[row]! > day))
  const community = Int32Array.from(now.grids.community, (row) =>
    row < 0 ? -1 : communityRow(now.units.community.ids[row]!),
  )
  const grids = { ...now.grids, community }
  // most days of the last year have the grids of today
  return later.size === 0 && states.length === 0 ? grids : overlayGrids(grids, later, states, communityRow)
}

const withBranchesOf = (day: string, grids: GridTable): GridTable => ({
  ...grids,
  branchSince: grids.branchSince.map((since) => notAfter(day, since)),
})

const withPremisesOf = (day: string, premises: PremisesTable): PremisesTable => ({
  ...premises,
  statuses: premises.statuses.map((status, row) =>
    status === 'open' && (premises.openedOn[row] ?? '') > day ? 'building' : status,
  ),
})

const withOrganisationsOf = (day: string, parks: ParkTable): ParkTable => ({
  ...parks,
  organisations: parks.organisations.map((organisation, row) =>
    (parks.organisationSince[row] ?? '') > day ? 'none' : organisation,
  ),
  organisationSince: parks.organisationSince.map((since) => notAfter(day, since)),
  liaisonSince: parks.liaisonSince.map((since) => notAfter(day, since)),
})

const notAfter = (day: string, since: string | null): string | null =>
  since !== null && since > day ? null : since

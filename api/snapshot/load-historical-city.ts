import { z } from 'zod'
import type { CitySnapshot, GridTable, ParkTable, PremisesTable } from '#shared/snapshot/city-snapshot.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { buildParks, buildPremises, buildUnits } from './tables/build-tables.ts'
import type { LoadedCity } from './loaded-city.ts'
import { ParkColumns, PremisesColumns, UnitColumns } from './tables/columns.ts'
import { CityRow, computeCityExtent, readSnapshotTable } from './load-city.ts'
import { computeDataDate } from './compute-data-date.ts'
import { GridStateRow } from './grid-state-row.ts'
import { overlayGrids } from './overlay-grids.ts'
import { createRowLookup } from './tables/row-lookup.ts'
import { sumFigures } from './tables/sum-figures.ts'

const sql = {
  city: loadSql('api/snapshot/sql/select-city.sql'),
  units: loadSql('api/snapshot/sql/select-units.sql'),
  grids: loadSql('api/snapshot/sql/list-grids-as-of.sql'),
  premises: loadSql('api/snapshot/sql/select-premises.sql'),
  parks: loadSql('api/snapshot/sql/select-parks.sql'),
}

/**
 * Loads the city as of a past day: grids with figures and borders, outlines, community types, premises and parks, from
 * the validity periods in the database. Branches and premises of a later date are left out. Roads and waters have no
 * dates, and names of units and figures of premises and parks have no history: they are today's.
 *
 * @param now the current city; unchanged rows are taken from it
 * @param access a replica may answer unless it is 'write'
 * @returns null when the city has another revision than `now`
 */
export function loadHistoricalCity(
  database: Database,
  { snapshot: now }: LoadedCity,
  day: string,
  access: 'read' | 'write' = 'read',
): Promise<LoadedCity | null> {
  return withCity(
    database,
    now.code,
    async (tx) => {
      const then = CityRow.parse((await tx.query(sql.city, [day])).rows[0])
      if (then.revision !== now.revision) return null
      const units = await buildUnits((await readSnapshotTable(tx, sql.units, UnitColumns, [day]))())
      const communityRow = createRowLookup(units.community.ids)
      const states = z.array(GridStateRow).parse((await tx.query(sql.grids, [day])).rows)
      const later = new Set(now.grids.ids.filter((_, row) => now.grids.validFrom[row]! > day))
      const rows = Int32Array.from(now.grids.community, (row) =>
        row < 0 ? -1 : communityRow(now.units.community.ids[row]!),
      )
      const grids = withBranchesOf(
        day,
        overlayGrids({ ...now.grids, community: rows }, later, states, communityRow),
      )
      const premises = withPremisesOf(
        day,
        buildPremises((await readSnapshotTable(tx, sql.premises, PremisesColumns, [day]))(), communityRow),
      )
      const parks = withOrganisationsOf(
        day,
        buildParks((await readSnapshotTable(tx, sql.parks, ParkColumns, [day]))(), communityRow),
      )
      const dataDate = computeDataDate(then, { grids, premises, parks })
      const snapshot: CitySnapshot = {
        ...now,
        asOf: day,
        dataDate,
        units,
        grids,
        premises,
        parks,
        box: computeCityExtent({ units, grids, premises, parks }) ?? now.box,
        figures: sumFigures({ units, grids, premises, parks, dataDate }),
      }
      return { snapshot, changes: { base: now.revision, list: [] } }
    },
    { access, isolation: 'repeatable read' },
  )
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

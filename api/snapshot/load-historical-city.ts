import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { callWithInput } from '../threads/cached-input.ts'
import type { WorkerClient } from '../threads/worker-client.ts'
import type { HistoricalRows } from './build-historical-tables.ts'
import {
  type HistoricalTask,
  packCurrentTables,
  type PackedHistoricalTables,
  unpackHistoricalTables,
} from './historical-tasks.ts'
import type { LoadedCity } from './loaded-city.ts'
import { BuildingChangesRow } from './tables/overlay-buildings.ts'
import { CityRow, TableRow } from './load-city.ts'
import { GridStateRow } from './grid-state-row.ts'

const sql = {
  city: loadSql('api/snapshot/sql/select-city.sql'),
  units: loadSql('api/snapshot/sql/select-units.sql'),
  grids: loadSql('api/snapshot/sql/list-grids-as-of.sql'),
  premises: loadSql('api/snapshot/sql/select-premises.sql'),
  parks: loadSql('api/snapshot/sql/select-parks.sql'),
  buildings: loadSql('api/snapshot/sql/list-buildings-as-of.sql'),
}

export type HistoricalWorker = WorkerClient<HistoricalTask, PackedHistoricalTables | null>

/**
 * Loads the city as of a past day: grids with figures and borders, outlines, community types, premises and parks, from
 * the validity periods in the database. Branches and premises of a later date are left out. Roads and waters have no
 * dates, and names of units and figures of premises and parks have no history: they are today's.
 *
 * @param now the current city; unchanged rows are taken from it
 * @param access a replica may answer unless it is 'write'
 * @param signal aborts when nobody waits for the day any more
 * @returns null when the city has another revision than `now`
 */
export async function loadHistoricalCity(
  { database, worker }: { database: Database; worker: HistoricalWorker },
  { snapshot: now }: LoadedCity,
  day: string,
  { access = 'read', signal }: { access?: 'read' | 'write'; signal?: AbortSignal } = {},
): Promise<LoadedCity | null> {
  const rows = await withCity(database, now.code, (tx) => readRows(tx, now, day, signal), {
    access,
    isolation: 'repeatable read',
  })
  if (rows === null) return null
  const packed = await callWithInput(
    `${now.code}/${now.revision}`,
    () => packCurrentTables(now),
    (current) => worker.call({ rows, current }, signal),
  )
  const tables = unpackHistoricalTables(packed, now)
  const snapshot: CitySnapshot = { ...now, ...tables, asOf: day, box: tables.box ?? now.box }
  return { snapshot, changes: { base: now.revision, list: [] } }
}

async function readRows(
  tx: Queryable,
  { revision, settings }: CitySnapshot,
  day: string,
  signal: AbortSignal | undefined,
): Promise<HistoricalRows | null> {
  const city = CityRow.parse((await tx.query(sql.city, [day])).rows[0])
  if (city.revision !== revision) return null
  const readTable = async (statement: string) => {
    signal?.throwIfAborted()
    return TableRow.parse((await tx.query(statement, [day])).rows[0])
  }
  const { effective_on, until } = city
  return {
    day,
    figures: settings.buildings.figures,
    city: { effective_on, until },
    units: await readTable(sql.units),
    states: z.array(GridStateRow).parse((await tx.query(sql.grids, [day])).rows),
    premises: await readTable(sql.premises),
    parks: await readTable(sql.parks),
    buildings: BuildingChangesRow.parse((await tx.query(sql.buildings, [day])).rows[0]),
  }
}

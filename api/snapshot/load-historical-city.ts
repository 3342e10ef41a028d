import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Database, Parameter, Queryable } from '../db/database.ts'
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
import {
  type BuildingChanges,
  BuildingChangesRow,
  ImportedBuildingsRow,
  joinBuildingChanges,
} from './tables/overlay-buildings.ts'
import { CityRow, TableRow } from './load-city.ts'
import { GridStateRow } from './grid-state-row.ts'
import { selectRevision } from './read-revision.ts'

const sql = {
  city: loadSql('api/snapshot/sql/select-city.sql'),
  units: loadSql('api/snapshot/sql/select-units.sql'),
  grids: loadSql('api/snapshot/sql/list-grids-as-of.sql'),
  premises: loadSql('api/snapshot/sql/select-premises.sql'),
  parks: loadSql('api/snapshot/sql/select-parks.sql'),
  buildings: loadSql('api/snapshot/sql/list-buildings-as-of.sql'),
  importedBuildings: loadSql('api/snapshot/sql/list-imported-buildings-as-of.sql'),
}

/** Buildings that one statement looks at: some milliseconds of a database that does nothing else meanwhile. */
const BUILDINGS_AT_ONCE = 16_384

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
  const rows = await readRows(now, day, async (read) => {
    signal?.throwIfAborted()
    return withCity(
      database,
      now.code,
      async (tx) => ((await selectRevision(tx)) === now.revision ? read(tx) : null),
      { access, isolation: 'repeatable read' },
    )
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

/** Reads in a transaction of its own; null when the city has another revision. */
type ReadPart = <T>(read: (tx: Queryable) => Promise<T>) => Promise<T | null>

/**
 * Reads part by part: in the embedded database, which has one session, short requests are answered in between.
 *
 * @returns null when the city has another revision
 */
async function readRows(
  { settings }: CitySnapshot,
  day: string,
  readPart: ReadPart,
): Promise<HistoricalRows | null> {
  const readRow = <T extends z.ZodType>(
    Row: T,
    statement: string,
    more: readonly Parameter[] = [],
  ): Promise<z.output<T> | null> =>
    readPart(async (tx) => Row.parse((await tx.query(statement, [day, ...more])).rows[0]))
  const city = await readRow(CityRow, sql.city)
  const units = await readRow(TableRow, sql.units)
  const states = await readPart(async (tx) =>
    z.array(GridStateRow).parse((await tx.query(sql.grids, [day])).rows),
  )
  const premises = await readRow(TableRow, sql.premises)
  const parks = await readRow(TableRow, sql.parks)
  const imported = await readRow(ImportedBuildingsRow, sql.importedBuildings)
  if (!city || !units || !states || !premises || !parks || !imported) return null
  const buildings: BuildingChanges[] = [imported]
  for (let from = 0; from <= imported.last; from += BUILDINGS_AT_ONCE) {
    const part = await readRow(BuildingChangesRow, sql.buildings, [
      from,
      from + BUILDINGS_AT_ONCE,
      imported.imported,
    ])
    if (part === null) return null
    buildings.push(part)
  }
  const { effective_on, until } = city
  return {
    day,
    figures: settings.buildings.figures,
    city: { effective_on, until },
    units,
    states,
    premises,
    parks,
    buildings: joinBuildingChanges(buildings),
  }
}

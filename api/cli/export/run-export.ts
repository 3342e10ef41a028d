import { stat } from 'node:fs/promises'
import path from 'node:path'
import { toLocalDay } from '#shared/city/local-day.ts'
import { SHARED_LOG } from '../../audit/audit-log.ts'
import { appendAudit } from '../../audit/audit-chain.ts'
import type { Database } from '../../db/database.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError, StartError } from '../../errors.ts'
import { type ExportPlan, planExport } from '../../transfer/export/plan-export.ts'
import { writeExport } from '../../transfer/export/write-export.ts'
import { writeWholeFile } from '../../runtime/files/write-whole-file.ts'
import { openCityTables } from '../../transfer/tables/open-city-tables.ts'
import { getCommandActor } from '../get-command-actor.ts'
import type { ExportArguments } from './read-export-arguments.ts'
import { loadSql } from '../../db/load-sql.ts'

const sql = {
  cities: loadSql('api/cli/sql/list-ready-cities.sql'),
  provenance: loadSql('api/cli/sql/find-provenance.sql'),
}

/**
 * Writes a file out of a database that this process has opened itself, and into the log that it was taken
 * out.
 */
export async function runExport(
  database: Database,
  { target, city: wanted, out, query: { zip, ...query } }: ExportArguments,
  now: number,
): Promise<{ file: string; features: number; plan: ExportPlan }> {
  const code = await cityNamed(database, wanted)
  try {
    const { city, read } = await openCityTables(database, code)
    const { source, demo } = await withCity(
      database,
      code,
      async (tx) => (await tx.query<{ source: string; demo: boolean }>(sql.provenance)).rows[0]!,
      { access: 'read' },
    )
    const plan = planExport({
      ...query,
      zip: zip === '1',
      target,
      city,
      today: toLocalDay(now, city.place.timeZone),
      provenance: { revision: city.revision, dataDate: city.dataDate, source, demo },
    })
    const isFolder = out === null || (await stat(out).catch(() => null))?.isDirectory() === true
    const file = isFolder ? path.join(out ?? '.', plan.name) : out
    const written = await writeWholeFile(file, (draft) => writeExport(draft, plan, read, () => undefined))
    await withSharedSchema(database, (tx) =>
      appendAudit(tx, SHARED_LOG, [
        {
          at: new Date(),
          actor: getCommandActor(),
          address: null,
          action: 'city.export',
          object: `/cities/${code}/exports/${target}`,
          result: 'done',
          detail: { query, city: code },
        },
      ]),
    )
    return { file, plan, ...written }
  } catch (error) {
    if (error instanceof AppError)
      throw new StartError(`The export was refused: ${error.message}.`, { cause: error })
    throw error
  }
}

async function cityNamed(database: Database, wanted: string | null): Promise<string> {
  const { rows } = await withSharedSchema(database, (tx) =>
    tx.query<{ code: string; name: string }>(sql.cities),
  )
  if (wanted !== null && rows.some(({ code }) => code === wanted)) return wanted
  if (wanted === null && rows.length === 1) return rows[0]!.code
  if (rows.length === 0) throw new StartError('There is no city yet.')
  throw new StartError(
    `Which city? --city takes one of ${rows.map(({ code, name }) => `${code} ${name}`).join(', ')}.`,
  )
}

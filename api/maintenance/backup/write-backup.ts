import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { z } from 'zod'
import { quoteIdentifier } from '../../db/transaction/build-begin-statement.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { rejectUnfinishedRestore } from '../../db/restore-marker.ts'
import { getCitySchema, SHARED_SCHEMA } from '../../db/transaction/with-city.ts'
import { writeWholeFile } from '../../runtime/files/write-whole-file.ts'
import type { BackupHeader, BackupTableStart } from './backup-format.ts'
import { createRowsHash } from './rows-hash.ts'

const sql = {
  tables: loadSql('api/maintenance/backup/sql/list-tables.sql'),
  sequences: loadSql('api/maintenance/backup/sql/list-sequences.sql'),
  migrations: loadSql('api/maintenance/backup/sql/list-migrations.sql'),
}

const TableRow = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  query: z.string(),
})

const BATCH = 1000
const LIMIT_MS = 30 * 60_000

/**
 * Writes everything that the program keeps into one file, as it stands at one moment, while the program runs.
 * The file appears under its name when it is whole, readable for its owner alone. What a backup to the same
 * file has left that was killed is removed.
 *
 * @throws StartError for a database that is half restored; AppError disk_full
 */
export async function writeBackup(
  database: Database,
  file: string,
  program: string,
): Promise<{ tables: number; rows: number; cities: string[] }> {
  await rejectUnfinishedRestore(database)
  return writeWholeFile(file, (draft) => writeBackupFile(database, draft, program))
}

function writeBackupFile(
  database: Database,
  draft: string,
  program: string,
): Promise<{ tables: number; rows: number; cities: string[] }> {
  return database.transaction(
    async (tx) => {
      const { rows: cities } = await tx.query<{ code: string }>(
        `select code from ${quoteIdentifier(SHARED_SCHEMA)}.city order by code`,
      )
      // whoever restores fills the list of cities last: what is broken off does not look whole
      const schemas = [...cities.map(({ code }) => getCitySchema(code)), SHARED_SCHEMA]
      const total = { tables: 0, rows: 0 }
      // rows wait in memory for the disk, never for more than a batch
      await pipeline(
        Readable.from(linesOf(tx, schemas, program, total)),
        createGzip({ level: 6 }),
        createWriteStream(draft, { mode: 0o600 }),
      )
      return { ...total, cities: cities.map(({ code }) => code) }
    },
    { isolation: 'repeatable read', searchPath: ['public'], access: 'admin', timeoutMs: LIMIT_MS },
  )
}

async function* linesOf(
  tx: Queryable,
  schemas: string[],
  program: string,
  total: { tables: number; rows: number },
): AsyncGenerator<string> {
  const header: BackupHeader = {
    format: 'grid-map backup',
    version: 1,
    program,
    at: new Date().toISOString(),
    schemas: [],
  }
  for (const schema of schemas) {
    await tx.query(`set local search_path to ${quoteIdentifier(schema)}, public`)
    header.schemas.push({
      schema,
      migrations: (await tx.query<BackupHeader['schemas'][number]['migrations'][number]>(sql.migrations))
        .rows,
    })
  }
  yield `${JSON.stringify(header)}\n`
  for (const schema of schemas) {
    // types are printed without a schema when they lie in the path, tables with one when they do not
    await tx.query('set local search_path to public')
    for (const { name, columns, query } of TableRow.array().parse(
      (await tx.query(sql.tables, [schema])).rows,
    )) {
      const head: BackupTableStart = { table: name, schema, columns }
      yield `${JSON.stringify(head)}\n`
      const hash = createRowsHash()
      for await (const lines of readTableRows(tx, query)) {
        lines.forEach(hash.add)
        yield `${lines.join('\n')}\n`
      }
      yield `${JSON.stringify({ end: name, rows: hash.count(), hash: hash.hex() })}\n`
      total.tables++
      total.rows += hash.count()
    }
    for (const { name, last } of (
      await tx.query<{ name: string; last: number | string | null }>(sql.sequences, [schema])
    ).rows) {
      yield `${JSON.stringify({ sequence: name, schema, last })}\n`
    }
  }
  yield `${JSON.stringify({ complete: true, ...total })}\n`
}

/** The lines of a table's rows, some at a time. */
export async function* readTableRows(tx: Queryable, query: string): AsyncGenerator<string[]> {
  await tx.query(`declare backup_rows no scroll cursor for ${query}`)
  for (;;) {
    const { rows } = await tx.query<{ line: string }>(`fetch ${BATCH} from backup_rows`)
    if (rows.length > 0) yield rows.map(({ line }) => line)
    if (rows.length < BATCH) break
  }
  await tx.query('close backup_rows')
}

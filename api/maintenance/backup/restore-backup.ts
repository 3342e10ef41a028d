import { z } from 'zod'
import { appendAudit } from '../../audit/audit-chain.ts'
import { quoteIdentifier } from '../../db/transaction/build-begin-statement.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { beginRestore, type RestoreAttempt } from '../../db/restore-marker.ts'
import { migrate, migrateCity, migrateShared } from '../../db/migrations/migrate.ts'
import { readMigrations } from '../../db/migrations/read-migrations.ts'
import { verifyAuditChain } from '../../audit/verify-audit-chain.ts'
import { SHARED_SCHEMA, withSchema } from '../../db/transaction/with-city.ts'
import { StartError } from '../../errors.ts'
import type { BackupHeader, BackupLine, BackupTableStart } from './backup-format.ts'
import { checkBackup, readBackup } from './read-backup.ts'
import { createRowsHash } from './rows-hash.ts'
import { readTableRows } from './write-backup.ts'

const sql = {
  setSequence: loadSql('api/maintenance/backup/sql/set-sequence.sql'),
  tables: loadSql('api/maintenance/backup/sql/list-tables.sql'),
  foreignKeys: loadSql('api/maintenance/backup/sql/list-foreign-keys.sql'),
}

const BATCH = 1000
const LIMIT_MS = 30 * 60_000

interface Lines {
  peek(): Promise<BackupLine | undefined>
  next(): Promise<BackupLine | undefined>
}

function peekable(lines: AsyncGenerator<BackupLine>): Lines {
  let ahead: Promise<BackupLine | undefined> | undefined
  const read = async () => {
    const { done, value } = await lines.next()
    return done === true ? undefined : value
  }
  return {
    peek: () => (ahead ??= read()),
    next: () => {
      const line = ahead ?? read()
      ahead = undefined
      return line
    },
  }
}

export interface RestoreResult {
  tables: number
  rows: number
  schemas: string[]
  at: string
}

/**
 * Fills an empty database from a backup. The schemas are made as they were when the backup was written,
 * filled, compared with the file row for row, and only then brought to the present state. The database is
 * marked as half restored until all is done: a restore that was killed is begun anew by the next one.
 *
 * @param actor for the log: who restores
 * @throws StartError in one sentence
 */
export async function restoreBackup(database: Database, file: string, actor: string): Promise<RestoreResult> {
  const { header, tables, rows } = await checkBackup(file)
  const options = { upTo: countMigrations(header), restores: true }
  const attempt = await beginRestore(database)
  await migrateShared(database, options)
  for (const { schema } of header.schemas)
    if (schema !== SHARED_SCHEMA) await migrateCity(database, schema.replace('city_', ''), options)
  const lines = peekable(readBackup(file))
  await lines.next()
  for (const { schema } of header.schemas) await fillSchema(database, lines, schema, attempt)
  for (const { schema } of header.schemas) await checkLog(database, schema)
  await migrate(database, { restores: true })
  await withSchema(
    database,
    SHARED_SCHEMA,
    async (tx) => {
      await attempt.hold(tx)
      await appendAudit(tx, 'shared', [
        {
          at: new Date(),
          actor,
          address: null,
          action: 'system.restore',
          object: 'database',
          result: 'done',
          detail: { backup: header.at, program: header.program, rows },
        },
      ])
      await attempt.end(tx)
    },
    { access: 'admin' },
  )
  return { tables, rows, schemas: header.schemas.map(({ schema }) => schema), at: header.at }
}

/** How many migrations of each kind the backup's schemas have, which must be the first of this program's. */
function countMigrations({ schemas, program }: BackupHeader): Record<'shared' | 'city', number> {
  const count = (kind: 'shared' | 'city') => {
    const known = readMigrations(kind)
    const sets = schemas.filter(({ schema }) => (schema === SHARED_SCHEMA) === (kind === 'shared'))
    for (const { schema, migrations } of sets) {
      const strange = migrations.find(({ number, sha256 }) => known[number - 1]?.sha256 !== sha256)
      if (strange !== undefined)
        throw new StartError(
          `The backup was written by version ${program}, whose migration ${strange.name} of ${schema} ` +
            'this program does not have: restore it with that version or a newer one.',
        )
      // a program brings all its cities along before it does anything else
      if (migrations.length !== sets[0]?.migrations.length)
        throw new StartError(
          `The backup holds schemas of different versions (${schema}): start the program on the original once, and make another one.`,
        )
    }
    return sets[0]?.migrations.length ?? 0
  }
  return { shared: count('shared'), city: count('city') }
}

/** All tables of one schema, in one transaction, compared with the file before it is committed. */
async function fillSchema(
  database: Database,
  lines: Lines,
  schema: string,
  attempt: RestoreAttempt,
): Promise<void> {
  await withSchema(
    database,
    schema,
    async (tx) => {
      await attempt.hold(tx)
      const keys = (await tx.query<{ drop_it: string; make_it: string }>(sql.foreignKeys, [schema])).rows
      for (const { drop_it } of keys) await tx.query(drop_it)
      const tables = new Map(
        (await tx.query<{ name: string; query: string }>(sql.tables, [schema])).rows.map(
          ({ name, query }) => [name, query],
        ),
      )
      // migrations insert rows into some tables (built from identifiers: no file of its own)
      if (tables.size > 0) await tx.query(`truncate ${[...tables.keys()].map(quoteIdentifier).join(', ')}`)
      for (
        let line = await lines.peek();
        line !== undefined && schemaOf(line) === schema;
        line = await lines.peek()
      ) {
        await lines.next()
        if (line.kind === 'sequence' && line.last !== null)
          await tx.query(sql.setSequence, [quoteIdentifier(line.name), line.last])
        if (line.kind === 'table') await fillTable(tx, lines, line.head, tables.get(line.head.table))
      }
      for (const { make_it } of keys) await tx.query(make_it)
    },
    { access: 'admin', timeoutMs: LIMIT_MS },
  )
}

function schemaOf(line: BackupLine): string | undefined {
  return line.kind === 'table' ? line.head.schema : line.kind === 'sequence' ? line.schema : undefined
}

async function fillTable(
  tx: Queryable,
  lines: Lines,
  head: BackupTableStart,
  query: string | undefined,
): Promise<void> {
  let batch: string[] = []
  for (;;) {
    const line = await lines.next()
    if (line?.kind === 'row') batch.push(line.text)
    if (batch.length >= BATCH || (batch.length > 0 && line?.kind !== 'row')) {
      await insertRows(tx, head, batch)
      batch = []
    }
    if (line?.kind === 'row') continue
    // what is read back now must be what was read then
    const hash = createRowsHash()
    if (query !== undefined) for await (const rows of readTableRows(tx, query)) rows.forEach(hash.add)
    if (line?.kind !== 'end' || hash.count() !== line.rows || hash.hex() !== line.hash) {
      throw new StartError(
        `The table ${head.schema}.${head.table} did not come back as it was written; nothing of ${head.schema} was kept.`,
      )
    }
    return
  }
}

async function insertRows(
  tx: Queryable,
  { table, columns }: BackupTableStart,
  lines: string[],
): Promise<void> {
  const rows = lines.map((line) => BackupRow.parse(JSON.parse(line)))
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ')
  await tx.query(
    `
    insert into ${quoteIdentifier(table)} (${names}) overriding system value
    select ${columns.map(({ type }, i) => `c${i}::${type}`).join(', ')}
    from unnest(${columns.map((_, i) => `$${i + 1}::text[]`).join(', ')}) as given (${columns.map((_, i) => `c${i}`).join(', ')})`,
    columns.map((_, i) => rows.map((row) => row[i] ?? null)),
  )
}

const BackupRow = z.array(z.string().nullable())

/**
 * A log that was sound when it was written is sound now; one that was not is restored all the same, and said
 * so.
 */
async function checkLog(database: Database, schema: string): Promise<void> {
  const log = schema === SHARED_SCHEMA ? 'shared' : schema.replace('city_', '')
  const { broken } = await withSchema(database, schema, (tx) => verifyAuditChain(tx, log), {
    access: 'admin',
    timeoutMs: LIMIT_MS,
  })
  if (broken !== null)
    process.stderr.write(
      `The audit log of ${log} does not hold from row ${broken.id} on (${broken.reason}); it was like that in the backup.\n`,
    )
}

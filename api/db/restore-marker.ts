import { randomUUID } from 'node:crypto'
import { StartError } from '../errors.ts'
import { DatabaseError, SqlState } from './database-errors.ts'
import type { Database, Queryable } from './database.ts'
import { loadSql } from './load-sql.ts'
import { quoteIdentifier } from './transaction/build-begin-statement.ts'
import { SHARED_SCHEMA } from './transaction/with-city.ts'

/*
 * While the schema grid_restore exists, the rest of the database is half restored: it is made before anything else and
 * removed last. Its one row names the attempt that owns the database, and whether the attempt has begun to write:
 * only what was written by a restore is ever removed.
 */

const RESTORE_SCHEMA = 'grid_restore'
const LIMIT_MS = 30 * 60_000

const sql = {
  schema: loadSql('api/db/sql/find-schema.sql'),
  ownSchemas: loadSql('api/db/sql/list-own-schemas.sql'),
}

export interface RestoreAttempt {
  /** Makes sure, until the end of the transaction, that no other restore has taken over. @throws StartError */
  hold(tx: Queryable): Promise<void>
  /** Removes the mark: the database is whole. */
  end(tx: Queryable): Promise<void>
}

/** @throws StartError restore_unfinished */
export async function rejectUnfinishedRestore(database: Database): Promise<void> {
  if (await isMarked(database))
    throw new StartError(
      '数据库正在恢复，或上次恢复未完成 · The database is being restored, or a restore was broken off: repeat ' +
        'the same restore, or remove what it left with "npm run restore -- --discard" (restore_unfinished).',
    )
}

/**
 * Marks an empty database as being restored. What an earlier restore that was broken off has left is removed first.
 *
 * @throws StartError when the database holds anything else, or while another restore works in it
 */
export async function beginRestore(database: Database): Promise<RestoreAttempt> {
  const token = randomUUID()
  const attempt = createAttempt(token)
  const leftOver = (await isMarked(database)) ? await takeOver(database, token) : await claim(database, token)
  const schemas = await listOwnSchemas(database)
  if (!leftOver && schemas.length > 0) {
    await inAdminTransaction(database, attempt.end)
    throw notEmpty()
  }
  for (const schema of schemas)
    await inAdminTransaction(database, async (tx) => {
      await attempt.hold(tx)
      await tx.query(`drop schema ${quoteIdentifier(schema)} cascade`)
    })
  await inAdminTransaction(database, async (tx) => {
    await attempt.hold(tx)
    await tx.query('update grid_restore.attempt set writes = true')
  })
  return attempt
}

/** Removes what a restore that was broken off has left. Returns whether there was anything. */
export async function discardUnfinishedRestore(database: Database): Promise<boolean> {
  if (!(await isMarked(database))) return false
  const attempt = await beginRestore(database)
  await inAdminTransaction(database, async (tx) => {
    await attempt.hold(tx)
    await attempt.end(tx)
  })
  return true
}

/** The mark and the look at what is there are one transaction: a kill never leaves a mark on somebody's data. */
async function claim(database: Database, token: string): Promise<false> {
  try {
    await inAdminTransaction(database, async (tx) => {
      if ((await tx.query(sql.ownSchemas, [SHARED_SCHEMA])).rowCount > 0) throw notEmpty()
      await tx.query(`create schema ${RESTORE_SCHEMA}`)
      await tx.query('create table grid_restore.attempt (token uuid not null, writes boolean not null)')
      await tx.query('insert into grid_restore.attempt (token, writes) values ($1, false)', [token])
    })
    return false
  } catch (error) {
    if (error instanceof DatabaseError && COLLISIONS.has(error.code)) throw busy(error)
    throw error
  }
}

/** duplicate_schema, duplicate_table: another restore began at the same moment. */
const COLLISIONS: ReadonlySet<string> = new Set([SqlState.uniqueViolation, '42P06', '42P07'])

/** Returns whether the earlier attempt had begun to write. */
async function takeOver(database: Database, token: string): Promise<boolean> {
  try {
    return await inAdminTransaction(database, async (tx) => {
      const { rows } = await tx.query<{ writes: boolean }>(
        'update grid_restore.attempt set token = $1 returning writes',
        [token],
      )
      return rows[0]?.writes === true
    })
  } catch (error) {
    // it holds its row while it fills a schema
    if (error instanceof DatabaseError && error.code === SqlState.lockNotAvailable) throw busy(error)
    throw error
  }
}

function createAttempt(token: string): RestoreAttempt {
  return {
    async hold(tx) {
      try {
        const { rowCount } = await tx.query('select 1 from grid_restore.attempt where token = $1 for share', [
          token,
        ])
        if (rowCount === 0) throw busy()
      } catch (error) {
        // the other one has ended already
        if (error instanceof DatabaseError && error.code === SqlState.undefinedTable) throw busy(error)
        throw error
      }
    },
    async end(tx) {
      await tx.query(`drop schema ${RESTORE_SCHEMA} cascade`)
    },
  }
}

async function isMarked(database: Database): Promise<boolean> {
  return (await database.query(sql.schema, [RESTORE_SCHEMA], { access: 'admin' })).rowCount > 0
}

async function listOwnSchemas(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ nspname: string }>(sql.ownSchemas, [SHARED_SCHEMA], {
    access: 'admin',
  })
  return rows.map(({ nspname }) => nspname)
}

function inAdminTransaction<T>(database: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return database.transaction(work, { access: 'admin', searchPath: ['public'], timeoutMs: LIMIT_MS })
}

const notEmpty = () =>
  new StartError(
    'The database is not empty: restore into a new database or a new data folder. Nothing was changed.',
  )

const busy = (cause?: unknown) =>
  new StartError('Another restore works in this database: wait for its end, or stop it first.', { cause })

import { StartError } from '../../errors.ts'
import { quoteIdentifier } from '../transaction/build-begin-statement.ts'
import { DatabaseError, SqlState } from '../database-errors.ts'
import type { Database, Queryable } from '../database.ts'
import { ensurePostgis } from './ensure-postgis.ts'
import { grantAppPrivileges } from './grant-app-privileges.ts'
import { rejectUnfinishedRestore } from '../restore-marker.ts'
import { readMigrations, type Migration, type MigrationKind } from './read-migrations.ts'
import { getCitySchema, SHARED_SCHEMA, withSchema } from '../transaction/with-city.ts'
import { loadSql } from '../load-sql.ts'

const sql = {
  cities: loadSql('api/db/sql/list-city-codes.sql'),
  applied: loadSql('api/db/migrations/sql/list-applied-migrations.sql'),
  insert: loadSql('api/db/migrations/sql/insert-applied-migration.sql'),
}

export interface MigrateOptions {
  /** Folder with `shared/` and `city/`; the program's own unless a test brings another. */
  root?: string
  /** How many files of each kind are applied, if not all: a restore makes the schemas of the backup's time. */
  upTo?: Readonly<Record<MigrationKind, number>>
  /** The caller restores this database; anybody else is refused while it is half restored. */
  restores?: boolean
  /** Called after each file that was applied. */
  onApplied?: (schema: string, migration: string) => void
}

/**
 * Brings PostGIS, the shared schema and every city that is listed there to the present state.
 *
 * @throws StartError, also for a database that is half restored
 */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<void> {
  await migrateShared(database, options)
  const { rows } = await withSchema(database, SHARED_SCHEMA, (tx) => tx.query<{ code: string }>(sql.cities), {
    access: 'admin',
  })
  for (const { code } of rows) await migrateCity(database, code, options)
}

export async function migrateShared(database: Database, options: MigrateOptions = {}): Promise<void> {
  if (options.restores !== true) await rejectUnfinishedRestore(database)
  await ensurePostgis(database)
  await migrateSchema(database, SHARED_SCHEMA, 'shared', options)
  // one that began meanwhile has not seen this schema, or sees it now: of two at least one gives way
  if (options.restores !== true) await rejectUnfinishedRestore(database)
}

/**
 * Makes a city's schema, or brings it to the present state: the same thing. The city's row in the list is not
 * touched.
 */
export async function migrateCity(
  database: Database,
  code: string,
  options: MigrateOptions = {},
): Promise<void> {
  await migrateSchema(database, getCitySchema(code), 'city', options)
}

/**
 * One transaction for each file: whoever is killed goes on at the next file, and of two that run at once the
 * second finds the work done.
 */
async function migrateSchema(
  database: Database,
  schema: string,
  kind: MigrationKind,
  options: MigrateOptions,
): Promise<void> {
  const migrations = readMigrations(kind, options.root).slice(0, options.upTo?.[kind])
  await prepareSchema(database, schema)
  const inSchema = <T>(work: (tx: Queryable) => Promise<T>) =>
    withSchema(database, schema, work, { access: 'admin', timeoutMs: MIGRATION_LIMIT_MS })
  const applied = await inSchema(appliedVersions)
  refuseForeignHistory(schema, migrations, applied)
  for (const migration of migrations.slice(applied.length)) {
    const done = await inSchema(async (tx) => {
      // the lock makes a second runner wait here, and then see the row (LOCK cannot be prepared: no file of
      // its own)
      await tx.query('lock table schema_version in exclusive mode')
      const now = await appliedVersions(tx)
      if (now.length >= migration.number) return false
      for (const statement of migration.statements) await tx.query(statement)
      await tx.query(sql.insert, [migration.number, migration.name, migration.sha256, new Date()])
      return true
    })
    if (done) options.onApplied?.(schema, migration.name)
  }
  await grantAppPrivileges(database, schema)
}

const MIGRATION_LIMIT_MS = 30 * 60_000

interface Version {
  number: number
  name: string
  sha256: string
}

async function appliedVersions(tx: Queryable): Promise<Version[]> {
  return (await tx.query<Version>(sql.applied)).rows
}

/**
 * Two runners that create the same schema at once collide on the catalog's own keys; the second then finds it
 * there.
 */
async function prepareSchema(database: Database, schema: string, attempts = 5): Promise<void> {
  try {
    await withSchema(
      database,
      schema,
      async (tx) => {
        await tx.query(`create schema if not exists ${quoteIdentifier(schema)}`)
        await tx.query(`create table if not exists schema_version (
        number     integer primary key,
        name       text not null,
        sha256     text not null,
        applied_at timestamptz not null
      )`)
      },
      { access: 'admin' },
    )
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (error.code === SqlState.insufficientPrivilege) {
      throw new StartError(
        `The database user may not create the schema ${schema}: grant it CREATE on the database, or name a user who may in DATABASE_ADMIN_URL.`,
        { cause: error },
      )
    }
    if (attempts === 1 || !collisions.has(error.code)) throw error
    await prepareSchema(database, schema, attempts - 1)
  }
}

/**
 * unique_violation (in the catalog), duplicate_schema, duplicate_table, internal_error ("tuple concurrently
 * updated").
 */
const collisions: ReadonlySet<string> = new Set([SqlState.uniqueViolation, '42P06', '42P07', 'XX000'])

function refuseForeignHistory(schema: string, migrations: Migration[], applied: Version[]): void {
  const newest = applied.at(-1)
  if (newest && newest.number > migrations.length) {
    throw new StartError(
      `The schema ${schema} is at version ${newest.number} (${newest.name}), and this program knows only ` +
        `${migrations.length}: start the newer program that has written it.`,
    )
  }
  applied.forEach((version, i) => {
    const migration = migrations[i]
    if (
      version.number !== migration?.number ||
      version.name !== migration.name ||
      version.sha256 !== migration.sha256
    ) {
      throw new StartError(
        `The migration ${version.name} was changed after the schema ${schema} had been made with it: ` +
          'a migration is never edited, put the change into a new one.',
      )
    }
  })
}

import { StartError } from '../../errors.ts'
import { DatabaseError, SqlState } from '../database-errors.ts'
import type { Database } from '../database.ts'

/** The oldest that is supported and tested: Debian 12's. */
const OLDEST_POSTGRESQL = 150000
const OLDEST_POSTGIS = 3.3

/**
 * Makes sure that PostGIS is there, in schema `public`, and new enough. Throws StartError in one sentence.
 */
export async function ensurePostgis(database: Database): Promise<void> {
  const found = (await look(database)) ?? (await create(database))
  if (found.schema !== 'public') {
    throw new StartError(
      `PostGIS is installed in the schema ${found.schema} of the database; this program needs it in the schema public.`,
    )
  }
  if (found.postgresql < OLDEST_POSTGRESQL || Number.parseFloat(found.postgis) < OLDEST_POSTGIS) {
    throw new StartError(
      `The database server is too old (PostGIS ${found.postgis}): this program needs PostgreSQL 15 with PostGIS 3.3, or newer.`,
    )
  }
}

interface Found {
  schema: string
  postgis: string
  postgresql: number
}

async function look(database: Database): Promise<Found | undefined> {
  const { rows } = await database.query<Found>(
    `
    select n.nspname as schema, e.extversion as postgis, current_setting('server_version_num')::int as postgresql
    from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'postgis'`,
    [],
    { access: 'admin' },
  )
  return rows[0]
}

async function create(database: Database): Promise<Found> {
  try {
    await database.query('create extension if not exists postgis schema public', [], { access: 'admin' })
  } catch (error) {
    // two that start at once collide; the first one's extension serves both
    const found = await look(database)
    if (found) return found
    if (error instanceof DatabaseError && error.code === SqlState.insufficientPrivilege) {
      throw new StartError(
        'The database user may not create the PostGIS extension: let an administrator run "create extension postgis" in this database once.',
        { cause: error },
      )
    }
    if (error instanceof DatabaseError && (error.code === '0A000' || error.code === '58P01')) {
      throw new StartError(
        'PostGIS is not installed on the database server: install its package (Debian: postgresql-15-postgis-3) there.',
        { cause: error },
      )
    }
    throw error
  }
  const made = await look(database)
  if (!made) throw new Error('create extension postgis left no extension')
  return made
}

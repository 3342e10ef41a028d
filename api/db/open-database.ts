import { StartError } from '../errors.ts'
import { DatabaseError, SqlState } from './database-errors.ts'
import type { Database } from './database.ts'
import { openEmbeddedDatabase, type EmbeddedDatabaseSettings } from './embedded/embedded-database.ts'
import { openServerDatabase, type ServerDatabaseSettings } from './server/server-database.ts'

export type DatabaseSettings = ServerDatabaseSettings | EmbeddedDatabaseSettings

/**
 * Opens the database that the settings name, and makes sure that it answers.
 *
 * @throws StartError in one sentence
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  if (!('url' in settings)) return openEmbeddedDatabase(settings)
  const address = addressOf(settings.url)
  const database = openServerDatabase(settings)
  try {
    await whenReady(database)
    return database
  } catch (error) {
    await database.close()
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(`The database server at ${address} cannot be used: ${reason}. Check DATABASE_URL.`, {
      cause: error,
    })
  }
}

/** Host, port and database of a connection URL, without the password. */
function addressOf(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url)
    if (/^postgres(ql)?:$/.test(protocol)) return `${host}${pathname}`
  } catch {
    /* the error below names the cause */
  }
  throw new StartError(
    'DATABASE_URL is not a PostgreSQL address; it should look like postgres://user:password@host:5432/database.',
  )
}

/** A server that is starting up says so; it is given half a minute. */
async function whenReady(database: Database): Promise<void> {
  for (const giveUp = Date.now() + 30_000; ;) {
    try {
      await database.query('select 1')
      return
    } catch (error) {
      if (
        !(error instanceof DatabaseError) ||
        error.code !== SqlState.cannotConnectNow ||
        Date.now() > giveUp
      )
        throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

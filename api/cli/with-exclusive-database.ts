import { readLock } from '../db/embedded/folder-lock.ts'
import { toDatabaseSettings } from '../db/database-settings.ts'
import type { Database } from '../db/database.ts'
import { migrate } from '../db/migrations/migrate.ts'
import { openDatabase } from '../db/open-database.ts'
import { StartError } from '../errors.ts'
import { readSettings } from '../runtime/settings.ts'

/**
 * The database of the settings for a command, closed when its work is done.
 *
 * @param instead what to do where a server holds the data folder, e.g. 'import on its page'
 * @throws StartError
 */
export async function withExclusiveDatabase<T>(
  instead: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const settings = readSettings(process.env)
  const holder = settings.DATABASE_URL === undefined ? readLock(settings.DATA_DIR) : undefined
  if (holder) {
    const where = holder.url === null ? '' : ` at ${holder.url}`
    throw new StartError(
      `The server${where} (process ${holder.pid}) holds the data folder ${settings.DATA_DIR}: ${instead}, or stop it first.`,
    )
  }
  const database = await openDatabase(toDatabaseSettings(settings))
  try {
    await migrate(database)
    return await work(database)
  } finally {
    await database.close()
  }
}

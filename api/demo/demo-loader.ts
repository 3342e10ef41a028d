import { toDatabaseSettings } from '../db/database-settings.ts'
import { migrate } from '../db/migrations/migrate.ts'
import { openDatabase } from '../db/open-database.ts'
import { ensureDemoCity, type DemoLoadProgress } from './ensure-demo-city.ts'
import { readSettings } from '../runtime/settings.ts'

/**
 * Entry point of the process that writes the demo city for a server that is starting, and tells it how far it
 * is.
 */
async function main(): Promise<void> {
  const database = await openDatabase(toDatabaseSettings(readSettings(process.env)))
  await migrate(database)
  await ensureDemoCity(database, (done, total) => process.send?.({ done, total } satisfies DemoLoadProgress))
  await database.close()
}

// the server is gone: what was written so far is undone, and the next start begins again
process.once('disconnect', () => process.exit(1))

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)

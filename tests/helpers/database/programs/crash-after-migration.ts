import { migrateCity } from '../../../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'

/** Makes a city's schema and kills itself, as hard as can be, right after the named migration. */

const { settings, city, after } = JSON.parse(process.argv[2] ?? '{}')
const database = await openDatabase(settings)
await migrateCity(database, city, {
  onApplied: (_schema, name) => {
    if (name === after) process.kill(process.pid, 'SIGKILL')
  },
})

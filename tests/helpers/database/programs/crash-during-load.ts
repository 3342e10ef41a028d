import { openDatabase } from '../../../../api/db/open-database.ts'
import { createCity } from '../../../../api/transfer/import/city/create-city.ts'
import { aCity } from '../../city/a-city.ts'

/** Loads a small city into the database and kills itself, as hard as can be, once this share of its rows is written. */

const { settings, city, share } = JSON.parse(process.argv[2] ?? '{}')
const database = await openDatabase(settings)
await createCity(database, aCity({ code: city, columns: 8, rows: 16 }), {
  actor: 'test',
  note: 'first load',
  onProgress: (done, total) => {
    if (done >= share * total) process.kill(process.pid, 'SIGKILL')
  },
})

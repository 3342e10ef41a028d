import { expect, it } from 'vitest'
import { createCity } from '../../api/transfer/import/city/create-city.ts'
import { openDatabase } from '../../api/db/open-database.ts'
import { withCity, withSharedSchema } from '../../api/db/transaction/with-city.ts'
import type { Database } from '../../api/db/database.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { startProgram } from '../helpers/database/start-program.ts'
import { openTestDatabase } from '../helpers/database/open-test-database.ts'

const city = '320901'
const facts = aCity({ code: city, columns: 8, rows: 16 })

it('a start after a crash during the first load finds a valid database and loads the city once', async () => {
  const test = await openTestDatabase({ own: true })
  await test.database.close()
  const child = startProgram('crash-during-load', { settings: test.settings, city, share: 0.6 })
  expect(await child.ended()).toBeNull()
  const database = await openDatabase(test.settings)
  // nothing half-done: the rows arrive together, or not at all
  expect(await stored(database)).toEqual({ state: 'loading', grids: 0, changes: 0 })

  for (const _start of ['first', 'second']) {
    await createCity(database, facts, { actor: 'test', note: 'first load' })
    expect(await stored(database)).toEqual({ state: 'ready', grids: facts.grids.length, changes: 1 })
  }
  await database.close()
  await test.drop()
}, 120_000)

async function stored(database: Database): Promise<{ state: string; grids: number; changes: number }> {
  const state = await withSharedSchema(
    database,
    async (tx) =>
      (await tx.query<{ state: string }>('select state from city where code = $1', [city])).rows[0]?.state ??
      'unknown',
  )
  return withCity(database, city, async (tx) => {
    const { rows } = await tx.query<{ grids: number; changes: number }>(
      'select (select count(*) from grid)::int as grids, (select count(*) from changeset)::int as changes',
    )
    return { state, grids: rows[0]?.grids ?? -1, changes: rows[0]?.changes ?? -1 }
  })
}

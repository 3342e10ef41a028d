import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HistoricalWorker, loadHistoricalCity } from '../../../api/snapshot/load-historical-city.ts'
import type { Database } from '../../../api/db/database.ts'
import { withCity } from '../../../api/db/transaction/with-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
const day = '2019-12-31'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})
afterAll(() => test.close())

/** A past day is read part by part, and others write in between. */
it('is not made of two revisions of the city', async () => {
  const current = await test.app.cities.get(city)
  let parts = 0
  const changing: Database = {
    ...test.database,
    transaction: async (work, options) => {
      const result = await test.database.transaction(work, options)
      parts++
      if (parts === 2)
        await withCity(test.database, city, (tx) => tx.query('update meta set revision = revision + 1'))
      return result
    },
  }
  const worker: HistoricalWorker = {
    call: () => Promise.reject(new Error('nothing is to be built')),
    pendingCount: () => 0,
    close: () => Promise.resolve(),
  }
  expect(await loadHistoricalCity({ database: changing, worker }, current, day)).toBeNull()
  expect(parts).toBeGreaterThan(2)
})

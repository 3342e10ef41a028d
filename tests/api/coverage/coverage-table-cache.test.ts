import { afterAll, beforeAll, expect, it } from 'vitest'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { createComputeClient } from '../../../api/coverage/compute/compute-client.ts'
import { createCoverageTableCache } from '../../../api/coverage/coverage-table-cache.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
const compute = createComputeClient()
let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})
afterAll(async () => {
  await compute.close()
  await test.close()
})

it('keeps the table that is read, however many other settings one reader asks for', async () => {
  const { snapshot } = await test.app.cities.get(city)
  const cache = createCoverageTableCache(compute)
  const shared = await cache.getDefault(snapshot)
  for (let speed = 40; speed < 100; speed++) {
    await cache.get(snapshot, resolveCoverageOptions(snapshot.settings, { speed }))
    expect(await cache.getDefault(snapshot)).toBe(shared)
  }
})

it('ends the calculation of a table that nobody waits for, and computes it anew for the next reader', async () => {
  const { snapshot } = await test.app.cities.get(city)
  const ends: AbortSignal[] = []
  const cache = createCoverageTableCache({
    ...compute,
    reach(measured, options, signal) {
      if (signal !== undefined) ends.push(signal)
      return compute.reach(measured, options, signal)
    },
  })
  const options = resolveCoverageOptions(snapshot.settings, { speed: 33 })
  const [first, second] = [new AbortController(), new AbortController()]
  const tables = [cache.get(snapshot, options, first.signal), cache.get(snapshot, options, second.signal)]
  first.abort(new Error('first has gone'))
  expect(ends.map(({ aborted }) => aborted)).toEqual([false])
  second.abort(new Error('second has gone'))
  await expect(tables[0]).rejects.toThrow('first has gone')
  await expect(tables[1]).rejects.toThrow('second has gone')
  expect(ends.map(({ aborted }) => aborted)).toEqual([true])
  const again = await cache.get(snapshot, options, new AbortController().signal)
  expect(again.grids.count).toBe(snapshot.grids.count)
  expect(await cache.get(snapshot, options)).toBe(again)
})

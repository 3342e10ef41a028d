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

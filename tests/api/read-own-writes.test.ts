import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import type { Database } from '../../api/db/database.ts'
import { createCity } from '../../api/transfer/import/city/create-city.ts'
import { createTestApp, type TestApp } from '../helpers/api/open-test-app.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openTestDatabase, type TestDatabase } from '../helpers/database/open-test-database.ts'

/** Two servers on one database that never hear of each other: no notification arrives, and nothing is polled. */
const city = '321000'
const params = { city }
const admin = { as: { role: 'admin' } } as const

let test: TestDatabase
let writer: TestApp
let other: TestApp

beforeAll(async () => {
  test = await openTestDatabase()
  await createCity(test.database, aCity({ code: city }), { actor: 'test', note: 'test data' })
  const deaf: Database = { ...test.database, listen: async () => async () => undefined }
  writer = await createTestApp(deaf, { POLL_SECONDS: '3600' })
  other = await createTestApp(deaf, { POLL_SECONDS: '3600' })
  for (const app of [writer, other]) await app.ask(getCity, { params }, admin)
})
afterAll(async () => {
  await writer.app.close()
  await other.app.close()
  await test.drop()
})

async function changeSettings(app: TestApp): Promise<{ header: string | null; revision: number }> {
  const { version, settings } = await app.ask(getSettings, { params }, admin)
  const response = await app.send(`/api/cities/${city}/settings`, {
    ...admin,
    method: putSettings.method.toUpperCase(),
    body: { requestId: randomUUID(), note: '改设置', version, settings },
  })
  expect(response.status).toBe(200)
  const { provenance } = putSettings.answer.parse(await response.json())
  return { header: response.headers.get('x-city-revision'), revision: provenance.revision }
}
const revisionOf = async (app: TestApp, headers: Record<string, string> = {}) =>
  (await app.ask(getCity, { params }, { ...admin, headers })).provenance.revision

describe('reading after a write', () => {
  it('names the revision in the response, and every following read of the writer has it', async () => {
    for (let round = 0; round < 15; round++) {
      const { header, revision } = await changeSettings(writer)
      expect(header).toBe(`${city}=${revision}`)
      expect(await revisionOf(writer)).toBe(revision)
    }
  })

  it('gives another server the revision that the client names', async () => {
    const { header, revision } = await changeSettings(writer)
    expect(await revisionOf(other)).toBeLessThan(revision)
    expect(await revisionOf(other, { 'x-city-revision': header ?? '' })).toBe(revision)
  })

  it('ignores a header that is not valid and a revision that does not exist', async () => {
    const revision = await revisionOf(writer)
    for (const header of ['320900', `${city}=-1`, 'x'.repeat(5000), `${city}=999999999`])
      expect(await revisionOf(writer, { 'x-city-revision': header })).toBe(revision)
  })
})

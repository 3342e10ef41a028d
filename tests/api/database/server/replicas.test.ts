import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { publishDraft } from '#shared/contract/drafts/draft-review.ts'
import { createDraft, listDrafts } from '#shared/contract/drafts/drafts.ts'
import { commitChangeset } from '../../../../api/changesets/commit-changeset.ts'
import type { Database } from '../../../../api/db/database.ts'
import { migrateShared } from '../../../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { createCity } from '../../../../api/transfer/import/city/create-city.ts'
import { createTestApp, type TestApp } from '../../../helpers/api/open-test-app.ts'
import { aCity } from '../../../helpers/city/a-city.ts'
import {
  type DedicatedReplica,
  type DedicatedServer,
  openDedicatedServer,
  openReplica,
} from '../../../helpers/database/dedicated-server.ts'
import { anApprovedDraft } from '../../../helpers/drafts/an-approved-draft.ts'
import { aReviewer, anOfficial, createDraftClient } from '../../../helpers/drafts/draft-client.ts'
import { waitUntil } from '../../../helpers/wait-until.ts'

/** Two servers that read from a streaming replica, which stands still while they work. */
const city = '321000'
const street = '321001001'

let primary: DedicatedServer
let replica: DedicatedReplica
const databases: Database[] = []
let writer: TestApp
let other: TestApp

const open = async (): Promise<TestApp> => {
  const database = await openDatabase({ url: primary.url, readUrls: [replica.url] })
  databases.push(database)
  return createTestApp(database, { POLL_SECONDS: '3600' })
}

beforeAll(async () => {
  primary = await openDedicatedServer()
  const database = await openDatabase({ url: primary.url })
  databases.push(database)
  await migrateShared(database)
  await createCity(database, aCity({ code: city, columns: 3, rows: 4 }), { actor: 'test', note: 'test data' })
  replica = await openReplica(primary.url)
  writer = await open()
  other = await open()
}, 180_000)
afterAll(async () => {
  for (const app of [writer, other]) await app.app.close()
  for (const database of databases) await database.close()
  await replica.stop()
  primary.stop()
}, 60_000)
beforeEach(() => replica.resume())

const revisionOf = async (app: TestApp, address = city) =>
  (await app.ask(getCity, { params: { city: address } }, { as: aReviewer(city) })).provenance.revision

const touch = async (): Promise<number> =>
  (
    await commitChangeset(
      databases[0]!,
      { city, actor: 'test', note: 'touch', requestId: randomUUID(), kind: 'test' },
      async () => ({ answer: null, box: [1, 2, 3, 4], layers: ['grids', 'districts'] }),
    )
  ).revision

describe('a replica that stands still', () => {
  test('does not stop a publication, and its author reads it at once', async () => {
    const draft = await anApprovedDraft(writer, city, street)
    await revisionOf(writer)
    await replica.pause()
    const as = aReviewer(city)
    const { revision } = await writer.ask(
      publishDraft,
      { params: { city, draft }, body: { note: '发布' } },
      { as },
    )
    expect(await revisionOf(writer)).toBe(revision)
    // the other server loads the city for the first time
    expect(await revisionOf(other)).toBe(revision)
  })

  test('hides no draft from its author', async () => {
    await replica.pause()
    const draw = createDraftClient(writer, city)
    for (let round = 0; round < 15; round++) {
      const id = await draw.begin('321001002')
      const { drafts } = await writer.ask(
        listDrafts,
        { params: { city } },
        { as: anOfficial(city, '321001002') },
      )
      expect(drafts.map((draft) => draft.id)).toContain(id)
    }
  })

  test('hides no draft from its author at another server, when the page sends back what the answer named', async () => {
    await replica.pause()
    const id = randomUUID()
    const as = anOfficial(city, '321001002')
    const written = await writer.send(`/api/cities/${city}/units/321001002/drafts`, {
      as,
      method: createDraft.method.toUpperCase(),
      body: { id, name: '调整网格' },
    })
    expect(written.status).toBeLessThan(300)
    const position = written.headers.get('x-write-position') ?? ''
    expect(position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/)
    const listAt = async (headers: Record<string, string>) =>
      (await other.ask(listDrafts, { params: { city } }, { as, headers })).drafts.map((draft) => draft.id)
    expect(await listAt({}), 'the replica does not have it').not.toContain(id)
    expect(await listAt({ 'x-write-position': position })).toContain(id)
    for (const invalid of ['x', '0/0', `${position}0000000000`])
      expect(await listAt({ 'x-write-position': invalid })).not.toContain(id)
  })

  test('hides no revision from servers that have the city in memory, and takes none back', async () => {
    await revisionOf(other)
    await replica.pause()
    const revision = await touch()
    await waitUntil(async () => (await revisionOf(other)) === revision)
    await other.app.cities.refresh(city)
    expect(await revisionOf(other)).toBe(revision)
  })

  test('does not stop past days', async () => {
    await replica.pause()
    const revision = await touch()
    await waitUntil(async () => (await revisionOf(other)) === revision)
    expect(await revisionOf(other, `${city}@2018-12-31`)).toBe(revision)
  })

  test('serves no tile as immutable under a revision that it does not have', async () => {
    await revisionOf(writer)
    await replica.pause()
    const revision = await touch()
    const response = await writer.send(`/api/cities/${city}/tiles/${revision}/districts/0/0/0`, {
      as: aReviewer(city),
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('etag')).toBe(`"${revision}"`)
  })
})

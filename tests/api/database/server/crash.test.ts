import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateShared } from '../../../../api/db/migrate.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'
import type { Database, Queryable } from '../../../../api/db/database.ts'
import { openDesk } from '../../../../api/drafting/open-desk.ts'
import { publishDraft } from '../../../../api/drafting/publish-draft.ts'
import { createCity } from '../../../../data/importers/create-city.ts'
import { aCity } from '../../../helpers/a-city.ts'
import { anApprovedDraft } from '../../../helpers/an-approved-draft.ts'
import { type OwnServer, ownServer } from '../../../helpers/database/own-server.ts'
import { territoryOf } from '../../../helpers/database/territory.ts'
import { watchChange } from '../../../helpers/database/watch-change.ts'
import { testAppOn, type TestApp } from '../../../helpers/open-test-app.ts'
import { until } from '../../../helpers/until.ts'

/** A server of its own: when one of its processes is killed, PostgreSQL throws all sessions out and recovers. */

const city = '321000'
let server: OwnServer
let database: Database
let app: TestApp
let draft: string

beforeAll(async () => {
  server = await ownServer()
  database = await openDatabase({ url: server.url })
  await migrateShared(database)
  await createCity(database, aCity({ code: city, columns: 3, rows: 4 }), { actor: 'test', note: 'test data' })
  app = await testAppOn(database)
  draft = await anApprovedDraft(app, city, '321001001')
}, 120_000)

afterAll(async () => {
  await app.app.close()
  await database.close()
  server.stop()
})

const publish = (on: Database) => publishDraft(openDesk({ database: on, cities: app.app.cities, now: Date.now }), { name: 'demo-planner', address: null }, { city, id: draft, note: '发布' }, () => undefined)
const isBack = () => until(() => database.query('select 1').then(() => true, () => false), 30_000)

test('killed at any statement of publishing, or at COMMIT, it has all of the change or nothing, and asking again publishes once', async () => {
  const before = await territoryOf(database, city)
  expect(before['broken']).toBe('')
  /** Kills the process that serves the transaction. */
  const kill = async (tx: Queryable) => {
    const { rows: [own] } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    process.kill(own!.pid, 'SIGKILL')
  }
  let kills = 0
  for (let at = 1; ; at++) {
    let reached = false
    const outcome = await publish(watchChange(database, {
      async onStatement(count, tx) {
        if (count !== at || reached) return
        reached = true
        await kill(tx)
      },
    })).then(() => 'published', () => 'refused')
    if (!reached) break
    kills++
    await isBack()
    const left = await territoryOf(database, city)
    expect(outcome, `statement ${at}`).toBe('refused')
    expect(left, `after statement ${at}`).toEqual(before)
  }
  expect(kills).toBeGreaterThan(15)
  const after = await territoryOf(database, city)
  expect(after).toMatchObject({ changesets: Number(before['changesets']) + 1, published: 1, broken: '' })
  expect((await publish(database)).revision).toBe(after['revision'])
  expect(await territoryOf(database, city)).toEqual(after)
}, 180_000)

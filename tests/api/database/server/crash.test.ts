import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Queryable } from '../../../../api/db/database.ts'
import { openDesk } from '../../../../api/drafting/open-desk.ts'
import { publishDraft } from '../../../../api/drafting/publish-draft.ts'
import { aCity } from '../../../helpers/a-city.ts'
import { anApprovedDraft } from '../../../helpers/an-approved-draft.ts'
import { type OwnSite, siteOnOwnServer } from '../../../helpers/database/own-server.ts'
import { territoryOf } from '../../../helpers/database/territory.ts'
import { watchChange } from '../../../helpers/database/watch-change.ts'
import { until } from '../../../helpers/until.ts'

/** A server of its own: when one of its processes is killed, PostgreSQL throws all sessions out and recovers. */

const city = '321000'
let site: OwnSite
let draft: string

beforeAll(async () => {
  site = await siteOnOwnServer(aCity({ code: city, columns: 3, rows: 4 }))
  draft = await anApprovedDraft(site.app, city, '321001001')
}, 120_000)

afterAll(() => site.close())

const publish = (on: Database) =>
  publishDraft(
    openDesk({ database: on, cities: site.app.app.cities, now: Date.now }),
    { name: 'demo-planner', address: null },
    { city, id: draft, note: '发布' },
    () => undefined,
  )
/** What the database holds, as soon as it answers again: sessions that were thrown out fail once before new ones take their place. */
async function heldAfterwards(): Promise<Awaited<ReturnType<typeof territoryOf>>> {
  let held: Awaited<ReturnType<typeof territoryOf>> | undefined
  await until(
    async () => (held = await territoryOf(site.database, city).catch(() => undefined)) !== undefined,
    30_000,
  )
  return held!
}

/** A session that nothing is asked of: when it is thrown out as well, the server has noticed that one of its processes was killed. */
async function bystander(): Promise<{ thrownOut: Promise<unknown>; leave(): Promise<void> }> {
  const session = new pg.Client(site.server.url)
  session.on('error', () => undefined)
  await session.connect()
  return { thrownOut: new Promise((resolve) => session.once('end', resolve)), leave: () => session.end() }
}

test('killed at any statement of publishing, or at COMMIT, it has all of the change or nothing, and asking again publishes once', async () => {
  const before = await territoryOf(site.database, city)
  expect(before['broken']).toBe('')
  /** Kills the process that serves the transaction. */
  const kill = async (tx: Queryable) => {
    const {
      rows: [own],
    } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    process.kill(own!.pid, 'SIGKILL')
  }
  let kills = 0
  for (let at = 1; ; at++) {
    const { thrownOut, leave } = await bystander()
    let reached = false
    const outcome = await publish(
      watchChange(site.database, {
        async onStatement(count, tx) {
          if (count !== at || reached) return
          reached = true
          await kill(tx)
        },
      }),
    ).then(
      () => 'published',
      () => 'refused',
    )
    if (!reached) {
      await leave()
      if (outcome === 'published') break
      // it met a session that had been thrown out, before its first statement: once more
      at--
      continue
    }
    kills++
    await thrownOut
    const left = await heldAfterwards()
    expect(outcome, `statement ${at}`).toBe('refused')
    expect(left, `after statement ${at}`).toEqual(before)
  }
  expect(kills).toBeGreaterThan(15)
  const after = await territoryOf(site.database, city)
  expect(after).toMatchObject({ changesets: Number(before['changesets']) + 1, published: 1, broken: '' })
  expect((await publish(site.database)).revision).toBe(after['revision'])
  expect(await territoryOf(site.database, city)).toEqual(after)
}, 180_000)

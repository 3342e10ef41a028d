import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Database, Queryable } from '../../../../api/db/database.ts'
import { createDraftService } from '../../../../api/drafts/draft-service.ts'
import { publishDraft } from '../../../../api/drafts/publish/publish-draft.ts'
import { aCity } from '../../../helpers/city/a-city.ts'
import { anApprovedDraft } from '../../../helpers/drafts/an-approved-draft.ts'
import { type DedicatedSite, openSiteOnDedicatedServer } from '../../../helpers/database/dedicated-server.ts'
import { fingerprintCity } from '../../../helpers/database/fingerprint-city.ts'
import { observeChangeset } from '../../../helpers/database/observe-changeset.ts'
import { waitUntil } from '../../../helpers/wait-until.ts'

/** A server of its own: when one of its processes is killed, PostgreSQL throws all sessions out and recovers. */

const city = '321000'
let site: DedicatedSite
let draft: DraftId

beforeAll(async () => {
  site = await openSiteOnDedicatedServer(aCity({ code: city, columns: 3, rows: 4 }))
  draft = await anApprovedDraft(site.app, city, '321001001')
}, 120_000)

afterAll(() => site.close())

const publish = (on: Database) =>
  publishDraft(
    createDraftService({ database: on, cities: site.app.app.cities, now: Date.now }),
    { name: 'demo-planner', address: null },
    { city, id: draft, note: '发布' },
    () => undefined,
  )
/** What the database holds, as soon as it answers again: sessions that were thrown out fail once before new ones take their place. */
async function heldAfterwards(): Promise<Awaited<ReturnType<typeof fingerprintCity>>> {
  let held: Awaited<ReturnType<typeof fingerprintCity>> | undefined
  await waitUntil(
    async () => (held = await fingerprintCity(site.database, city).catch(() => undefined)) !== undefined,
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

test('a server crash at any statement or at COMMIT publishes all or nothing, and a retry publishes once', async () => {
  const before = await fingerprintCity(site.database, city)
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
      observeChangeset(site.database, {
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
  const after = await fingerprintCity(site.database, city)
  expect(after).toMatchObject({ changesets: Number(before['changesets']) + 1, published: 1, broken: '' })
  expect((await publish(site.database)).revision).toBe(after['revision'])
  expect(await fingerprintCity(site.database, city)).toEqual(after)
}, 180_000)

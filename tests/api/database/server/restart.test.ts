import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDisplay } from '#shared/contract/access/credentials.ts'
import { commitChangeset } from '../../../../api/changesets/commit-changeset.ts'
import { aCity } from '../../../helpers/city/a-city.ts'
import { type DedicatedSite, openSiteOnDedicatedServer } from '../../../helpers/database/dedicated-server.ts'
import { readEventStream } from '../../../helpers/api/read-event-stream.ts'
import { waitUntil } from '../../../helpers/wait-until.ts'

/** The database is shut down and started again while a wall looks on. */

const city = '321000'
let site: DedicatedSite
beforeAll(async () => {
  site = await openSiteOnDedicatedServer(aCity({ code: city, columns: 3, rows: 4 }))
}, 120_000)
afterAll(() => site.close())

test('a wall display keeps its event stream, numbers and map while the database restarts, and receives the next change', async () => {
  const { app } = site
  const { secret } = await app.ask(
    createDisplay,
    { body: { name: '大厅', city, screen: 'hall' } },
    { as: { role: 'admin' } },
  )
  const claimed = await app.send('/api/session/display', {
    as: null,
    method: 'POST',
    body: { token: secret },
  })
  const wall = { as: null, headers: { cookie: (claimed.headers.get('set-cookie') ?? '').split(';')[0]! } }
  const status = async (path: string) => (await app.send(path, wall)).status
  const line = await readEventStream(app, `/api/cities/${city}/events`)
  expect(await line.next()).toMatchObject({ event: 'hello' })
  const board = `/api/cities/${city}/board`
  const numbers = async () => (await app.send(board, wall)).json()
  const before = await numbers()
  const tile = `/api/cities/${city}/tiles/current/districts/0/0/0`
  const screen = `/api/cities/${city}/screens/hall`
  expect([await status(tile), await status(screen)]).toEqual([200, 200])

  site.server.halt()
  await waitUntil(async () => (await status('/api/ready')) === 503)
  expect(await numbers()).toEqual(before)
  expect([await status(tile), await status(screen)]).toEqual([200, 200])

  site.server.resume()
  await waitUntil(async () => (await status('/api/ready')) === 200)
  const next = await commitChangeset(
    site.database,
    { city, actor: 'test', note: 'touch', requestId: randomUUID(), kind: 'test' },
    async () => ({ answer: null, box: [1, 2, 3, 4], layers: ['grids'] }),
  )
  expect(await line.next()).toMatchObject({ event: 'revision', data: { revision: next.revision } })
  await line.stop()
  expect(await numbers()).toMatchObject({ provenance: { revision: next.revision } })
}, 60_000)

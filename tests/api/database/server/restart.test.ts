import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDisplay } from '#shared/contract/accounts-credentials.ts'
import { change } from '../../../../api/db/change.ts'
import { aCity } from '../../../helpers/a-city.ts'
import { type OwnSite, siteOnOwnServer } from '../../../helpers/database/own-server.ts'
import { followEvents } from '../../../helpers/follow-events.ts'
import { until } from '../../../helpers/until.ts'

/** The database is shut down and started again while a wall looks on. */

const city = '321000'
let site: OwnSite
beforeAll(async () => {
  site = await siteOnOwnServer(aCity({ code: city, columns: 3, rows: 4 }))
}, 120_000)
afterAll(() => site.close())

test('a wall keeps its line, its numbers and its map while the database is away, and hears of the next change by itself', async () => {
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
  const line = await followEvents(app, `/api/cities/${city}/events`)
  expect(await line.next()).toMatchObject({ event: 'hello' })
  const board = `/api/cities/${city}/board`
  const numbers = async () => (await app.send(board, wall)).json()
  const before = await numbers()
  const tile = `/api/cities/${city}/tiles/current/districts/0/0/0`
  const screen = `/api/cities/${city}/screens/hall`
  expect([await status(tile), await status(screen)]).toEqual([200, 200])

  site.server.halt()
  await until(async () => (await status('/api/ready')) === 503)
  expect(await numbers()).toEqual(before)
  expect([await status(tile), await status(screen)]).toEqual([200, 200])

  site.server.resume()
  await until(async () => (await status('/api/ready')) === 200)
  const next = await change(
    site.database,
    { city, actor: 'test', note: 'touch', requestId: randomUUID(), kind: 'test' },
    async () => ({ answer: null, box: [1, 2, 3, 4], layers: ['grids'] }),
  )
  expect(await line.next()).toMatchObject({ event: 'revision', data: { revision: next.revision } })
  await line.stop()
  expect(await numbers()).toMatchObject({ provenance: { revision: next.revision } })
}, 60_000)

import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as gaps from '#shared/contract/coverage/gaps.ts'
import * as contract from '#shared/contract/system/webhooks.ts'
import { createAddressGuard } from '../../../api/http/address-guard.ts'
import { commitChangeset } from '../../../api/changesets/commit-changeset.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, createTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
const admin = { as: { role: 'admin', area: { city } } } as const
const networks = { WEBHOOK_NETWORKS: '127.0.0.0/8' }
let test: TestApp
let receiver: Server
let address: string

interface Received {
  headers: Record<string, string | string[] | undefined>
  body: string
}
const received: Received[] = []
/** What the receiver answers; the last one for all further messages. */
let answers: number[] = [200]

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request
      .setEncoding('utf8')
      .on('data', (chunk: string) => {
        body += chunk
      })
      .on('end', () => {
        received.push({ headers: request.headers, body })
        response
          .writeHead(answers.length > 1 ? answers.shift()! : answers[0]!, { location: 'http://127.0.0.1:1/' })
          .end('x'.repeat(100_000))
      })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?from=map`
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })], environment: networks })
})
afterAll(async () => {
  await test.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})
beforeEach(() => {
  received.length = 0
  answers = [200]
})

const create = async (events: contract.WebhookEvent[], app = test) =>
  app.ask(
    contract.createWebhook,
    { params: { city }, body: { name: '数据平台', url: address, events } },
    admin,
  )
const remove = (webhook: string, app = test) =>
  app.ask(contract.removeWebhook, { params: { city, webhook } }, admin)
const ping = (webhook: string, app = test) =>
  app.ask(contract.pingWebhook, { params: { city, webhook } }, admin)
const log = async (webhook: string, app = test) =>
  (await app.ask(contract.listDeliveries, { params: { city, webhook } }, admin)).deliveries
const publish = () =>
  commitChangeset(
    test.database,
    { city, actor: 'test', note: 'test', requestId: randomUUID(), kind: 'grid.publish' },
    () =>
      Promise.resolve({
        answer: null,
        box: [1_200_000_000, 330_000_000, 1_200_010_000, 330_020_000] as const,
        layers: ['grids'],
      }),
  )
/** As if it were as late as the next attempt. */
const timePasses = () =>
  test.database.query(
    `update grid_shared.webhook_delivery set due_at = to_timestamp(0) where state = 'waiting'`,
  )
const bodyOf = ({ body }: Received) =>
  JSON.parse(body) as { id: string; type: string; data: Record<string, unknown> }

describe('a webhook', () => {
  it('receives signed publish events, and none from before its creation', async () => {
    await publish()
    const { webhook, secret } = await create(['publish'])
    expect(secret).toMatch(/^whsec_/)
    const { revision } = await publish()
    await waitUntil(() => received.length > 0)
    const [message] = received
    const {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    } = message!.headers
    expect(signature).toBe(
      `v1,${createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
        .update(`${id}.${timestamp}.${message!.body}`)
        .digest('base64')}`,
    )
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60)
    expect(bodyOf(message!)).toMatchObject({
      id,
      type: 'publish',
      data: {
        city,
        revision,
        kind: 'grid.publish',
        layers: ['grids'],
        box: [120, 33, 120.001, 33.002],
        demo: true,
        dataDate: expect.any(String),
        source: expect.any(String),
      },
    })
    await waitUntil(async () => (await log(webhook.id))[0]?.state === 'delivered')
    expect(await log(webhook.id)).toMatchObject([
      { id, type: 'publish', revision, attempts: 1, status: 200, failure: null },
    ])
    expect((await test.ask(contract.listWebhooks, { params: { city } }, admin)).webhooks).toMatchObject([
      { id: webhook.id, active: true, waiting: 0, failing: false, lastDeliveredAt: expect.any(String) },
    ])
    expect(received).toHaveLength(1)
    await remove(webhook.id)
  })

  it('receives gap events', async () => {
    const { webhook } = await create(['gaps'])
    const {
      gaps: [gap],
    } = await test.ask(gaps.listGaps, { params: { city } })
    await test.ask(gaps.putGap, {
      params: { city, subject: gap!.subject },
      body: {
        requestId: randomUUID(),
        note: '安排',
        version: gap!.work.version,
        status: 'planned',
        office: '街道办',
        due: '2030-01-01',
        remedy: null,
      },
    })
    await waitUntil(() => received.length > 0)
    expect(bodyOf(received[0]!)).toMatchObject({
      type: 'gaps',
      data: { worked: [{ subject: gap!.subject, status: 'planned', due: '2030-01-01' }] },
    })
    await remove(webhook.id)
  })

  it('gets the same failed delivery again at growing intervals, and finally no more', async () => {
    answers = [500]
    const { webhook } = await create(['publish'])
    await publish()
    const delays: number[] = []
    for (let attempt = 1; attempt <= 9; attempt++) {
      await waitUntil(async () => {
        const [latest] = await log(webhook.id)
        return latest?.attempts === attempt && latest.status === 500
      })
      const [{ state, dueAt, attemptedAt }] = (await log(webhook.id)) as [contract.WebhookDelivery]
      expect(state).toBe(attempt < 9 ? 'waiting' : 'given_up')
      if (attempt === 9) break
      delays.push(Math.round((Date.parse(dueAt) - Date.parse(attemptedAt!)) / 1000))
      await timePasses()
      // any change of the city looks at the queue
      await commitChangeset(
        test.database,
        { city, actor: 'test', note: 'test', requestId: randomUUID(), kind: 'test' },
        () => Promise.resolve({ answer: null, box: null, layers: [] }),
      )
    }
    expect(delays).toEqual(delays.toSorted((a, b) => a - b))
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect((await test.ask(contract.listWebhooks, { params: { city } }, admin)).webhooks).toMatchObject([
      { failing: true },
    ])
    const [given] = await log(webhook.id)
    answers = [204]
    await test.ask(
      contract.repeatDelivery,
      { params: { city, webhook: webhook.id, delivery: given!.id } },
      admin,
    )
    await waitUntil(async () => (await log(webhook.id))[0]?.state === 'delivered')
    await remove(webhook.id)
  }, 60_000)

  it('loses no events when the server stops: the next one sends pending and missed events', async () => {
    answers = [503]
    const { webhook, secret: _ } = await create(['publish'])
    const { revision } = await publish()
    await waitUntil(async () => (await log(webhook.id))[0]?.status === 503)
    const [{ id }] = (await log(webhook.id)) as [contract.WebhookDelivery]
    await test.app.close()
    const { revision: later } = await publish()
    await timePasses()
    answers = [200]
    const next = await createTestApp(test.database, networks)
    await waitUntil(
      async () => (await log(webhook.id, next)).filter(({ state }) => state === 'delivered').length === 2,
    )
    expect((await log(webhook.id, next)).map((delivery) => delivery.revision)).toEqual([later, revision])
    expect(received.filter(({ headers }) => headers['webhook-id'] === id)).toHaveLength(2)
    await remove(webhook.id, next)
    await next.close()
    test = { ...(await createTestApp(test.database, networks)), close: test.close }
  })

  it('receives nothing while paused, and a redirect counts as a failed delivery', async () => {
    const { webhook } = await create(['publish'])
    await test.ask(
      contract.changeWebhook,
      { params: { city, webhook: webhook.id }, body: { active: false } },
      admin,
    )
    await publish()
    await test.ask(
      contract.changeWebhook,
      { params: { city, webhook: webhook.id }, body: { active: true } },
      admin,
    )
    answers = [302]
    await ping(webhook.id)
    await waitUntil(
      async () => (await log(webhook.id))[0]?.attempts === 1 && (await log(webhook.id))[0]?.status === 302,
    )
    expect(await log(webhook.id)).toMatchObject([{ type: 'ping', state: 'waiting', failure: 'refused' }])
    await remove(webhook.id)
  })
})

describe('a webhook URL', () => {
  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user:secret@example.com/',
    'nonsense',
    'javascript:alert(1)',
  ])('%s is rejected', async (url) => {
    await expect(
      test.ask(
        contract.createWebhook,
        { params: { city }, body: { name: 'x', url, events: ['publish'] } },
        admin,
      ),
    ).rejects.toMatchObject({ problem: { status: 422, details: { reason: 'webhook_address' } } })
  })

  it.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]:8787/',
    'http://[::ffff:10.0.0.1]/',
    'http://0x0a000001/',
    'http://192.168.1.1./',
  ])('%s is in a private network and is rejected', async (url) => {
    await expect(
      test.ask(
        contract.createWebhook,
        { params: { city }, body: { name: 'x', url, events: ['publish'] } },
        admin,
      ),
    ).rejects.toMatchObject({ problem: { status: 422, details: { reason: 'webhook_private' } } })
  })

  it('is checked by its resolved IP address', async () => {
    const closed = createAddressGuard([])
    expect(
      [
        '127.0.0.1',
        '::1',
        '::ffff:127.0.0.1',
        '::ffff:7f00:1',
        'fe80::1',
        '100.64.0.1',
        '0.0.0.0',
        'x',
      ].filter((each) => closed.allows(each)),
    ).toEqual([])
    expect(['8.8.8.8', '2400:3200::1', '::ffff:8.8.8.8'].every((each) => closed.allows(each))).toBe(true)
    expect(createAddressGuard(['fd00::/8', '10.1.0.0/16']).allows('10.1.2.3')).toBe(true)
    expect(createAddressGuard(['10.1.0.0/16']).allows('10.2.2.3')).toBe(false)
    const error = await new Promise((resolve) =>
      closed.lookup('localhost', {}, (reason) => resolve(reason?.name)),
    )
    expect(error).toBe('PrivateAddress')
  })
})

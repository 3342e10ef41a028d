import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openProxiedServer, type ProxiedServer } from '../../helpers/api/open-proxied-server.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const own = '321000'
const foreign = '321100'
let server: ProxiedServer
beforeAll(async () => {
  server = await openProxiedServer({ city: own, otherCity: foreign })
})
afterAll(() => server.close())

describe('rate limiting', () => {
  it('slows down one address and not the others', async () => {
    const from = (address: string) => server.get('/api/session', { 'x-forwarded-for': address })
    const answers = await Promise.all(
      Array.from({ length: 330 }, () =>
        from('203.0.113.7').then(async (answer) => {
          await answer.body?.cancel()
          return answer
        }),
      ),
    )
    const refused = answers.filter(({ status }) => status === 429)
    // a connection that closes under a request makes `fetch` ask once more
    expect(refused.length).toBeGreaterThanOrEqual(30)
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await from('203.0.113.8')).status).toBe(200)
    expect(
      (await server.get('/api/session', { 'x-forwarded-for': '203.0.113.8, 203.0.113.7' })).status,
      'what the caller wrote before the proxy means nothing',
    ).toBe(429)
    // refusals do not wait for their row, and a flood of them is one
    const rows = async () =>
      (await readAuditRows(server.database)).filter(({ action }) => action === 'rate_limit.exceeded')
    await waitUntil(async () => (await rows()).length > 0)
    expect(await rows()).toMatchObject([
      { actor: 'nobody', address: '203.0.113.7', result: 'refused', detail: { perMinute: 300 } },
    ])
  })

  it('counts IPv6 clients by network', async () => {
    const answers = await Promise.all(
      Array.from({ length: 302 }, async (_, i) => {
        const answer = await server.get('/api/session', {
          'x-forwarded-for': `2001:db8:1:2::${(i + 1).toString(16)}`,
        })
        await answer.body?.cancel()
        return answer.status
      }),
    )
    expect(answers).toContain(429)
    expect((await server.get('/api/session', { 'x-forwarded-for': '2001:db8:1:3::1' })).status).toBe(200)
  })
})

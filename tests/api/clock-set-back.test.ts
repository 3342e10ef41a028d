import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toLocalDay } from '#shared/city/local-day.ts'
import { getCity } from '#shared/contract/city/city.ts'
import { acquireLeases } from '#shared/contract/drafts/drafts.ts'
import { getSession, signIn } from '#shared/contract/access/session.ts'
import type { RequestEnv } from '../../api/http/request-context.ts'
import { rateLimit } from '../../api/http/middleware/rate-limit.ts'
import { aBrowser, anAccount, validPassword } from '../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'
import { readEventStream } from '../helpers/api/read-event-stream.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { anApprovedDraft } from '../helpers/drafts/an-approved-draft.ts'
import { anOfficial, aReviewer, createDraftClient } from '../helpers/drafts/draft-client.ts'

const city = '321000'
/** Noon of today in the city: an hour before it is the same day, also where these tests run after midnight. */
const start = Date.parse(`${toLocalDay(Date.now(), 'Asia/Shanghai')}T12:00:00+08:00`)
let time = start
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 8 })], now: () => time })
}, 60_000)
afterAll(() => test.close())
beforeEach(() => {
  time = start
})

describe.each([1, 24])('a clock that is set back by %i h', (hours) => {
  const setBack = () => {
    time -= hours * 3_600_000
  }

  it('ends no session; an idle one lives longer by no more than that', async () => {
    const name = `session-${hours}`
    await anAccount(test, { name })
    const browser = aBrowser(test)
    await browser.ask(signIn, { body: { name, password: validPassword } })
    const signedInAs = async () => (await browser.ask(getSession)).session?.name
    setBack()
    expect(await signedInAs()).toBe(name)
    time += 29 * 60_000
    expect(await signedInAs()).toBe(name)
    time += hours * 3_600_000 + 31 * 60_000
    expect(await signedInAs()).not.toBe(name)
  })

  it('keeps no name locked for so long', async () => {
    const name = `locked-${hours}`
    await anAccount(test, { name })
    const attempt = async (password: string) =>
      (await aBrowser(test, `10.${hours}.0.1`).send('/api/session', { body: { name, password } })).status
    for (let failures = 0; failures < 5; failures++) {
      expect(await attempt('Wrong-one-99')).toBe(401)
      time += 10_000
    }
    expect(await attempt(validPassword)).toBe(429)
    setBack()
    expect(await attempt(validPassword)).toBe(200)
  })

  it('keeps no community leased for so long', async () => {
    const street = '321001002'
    const draw = createDraftClient(test, city)
    const take = async (as = anOfficial(city, street)) => {
      const draft = await draw.begin(street, as)
      return test.ask(
        acquireLeases,
        { params: { city, draft }, body: { communities: [`${street}001`] } },
        { as },
      )
    }
    const others = aReviewer(city)
    await take()
    await expect(take(others)).rejects.toMatchObject({ problem: { code: 'leased' } })
    setBack()
    await take(others)
    time = start + 3_600_000
  })

  it('refuses nobody whose requests are within the limit', async () => {
    const app = new OpenAPIHono<RequestEnv>()
    app.use(async (context, next) => {
      context.set('client', { address: '203.0.113.7', secure: false })
      context.set('session', null)
      await next()
    })
    app.use(rateLimit(60, () => time))
    app.get('/', (context) => context.text('here'))
    const status = async () => (await app.request('/')).status
    expect(await status()).toBe(200)
    setBack()
    expect(await status()).toBe(200)
    time += 1000
    expect(await status()).toBe(200)
  })

  it('leaves revisions in order, and open pages hear of them', async () => {
    const revision = async () => (await test.ask(getCity, { params: { city } })).provenance.revision
    const before = await revision()
    const line = await readEventStream(test, `/api/cities/${city}/events`)
    expect(await line.next()).toMatchObject({ event: 'hello' })
    const draw = createDraftClient(test, city)
    const first = await anApprovedDraft(test, city, `32100${hours === 1 ? 1 : 2}001`)
    setBack()
    const published = draw.publish(first)
    // a day before the last change of outlines is refused; the same publication is right once that day has come
    if (hours === 24) {
      await expect(published).rejects.toMatchObject({ problem: { code: 'unprocessable' } })
      expect(await revision()).toBe(before)
      time = start
    }
    expect((hours === 24 ? await draw.publish(first) : await published).revision).toBe(before + 1)
    expect(await line.next()).toMatchObject({ event: 'revision', data: { revision: before + 1 } })
    await line.stop()
    expect(await revision()).toBe(before + 1)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBrowser, anAccount, validPassword } from '../../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'

let test: TestApp
let time = Date.now()
const minutes = (count: number) => {
  time += count * 60_000
}

beforeAll(async () => {
  test = await openTestApp({ environment: { DEMO_MODE: 'off', TRUSTED_PROXIES: '1' }, now: () => time })
})
afterAll(() => test.close())

describe('password guessing', () => {
  const guess = async (name: string, address: string, password = 'Wrong-one-99') => {
    const answer = await aBrowser(test, address).send('/api/session', { body: { name, password } })
    return { status: answer.status, wait: Number(answer.headers.get('retry-after')) }
  }

  it.each(['guessed', 'guessed-but-not-there'])(
    'locks a name after five failures, for longer each time, whether or not it exists: %s',
    async (name) => {
      if (name === 'guessed') await anAccount(test, { name })
      let from = 0
      const next = () => guess(name, `10.2.${name.length}.${from++}`)
      expect((await next()).status).toBe(401)
      expect((await next()).status).toBe(401)
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 2 })
      time += 2000
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 4 })
      time += 4000
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 1800 })
      expect((await guess(name, '10.9.9.9', validPassword)).status, 'the right password does not help').toBe(
        429,
      )
      minutes(30)
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 3600 })
      minutes(60)
      expect((await guess(name, '10.9.9.9', validPassword)).status).toBe(name === 'guessed' ? 200 : 401)
      if (name === 'guessed') expect((await next()).status, 'a good sign-in forgives the failures').toBe(401)
    },
  )

  it('does not get more attempts in parallel', async () => {
    await anAccount(test, { name: 'parallel' })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => guess('parallel', `10.3.0.${i}`)))
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(3)
  })

  it('locks an address that tries many names', async () => {
    for (let i = 0; i < 30; i++)
      expect((await guess(`spray-${i}`, '10.4.0.1')).status, `attempt ${i}`).not.toBe(200)
    await anAccount(test, { name: 'behind-it' })
    expect(await guess('behind-it', '10.4.0.1', validPassword)).toEqual({
      status: 429,
      wait: expect.any(Number),
    })
    expect((await guess('behind-it', '10.4.0.2', validPassword)).status, 'from elsewhere').toBe(200)
  })

  it('never locks out known names on known devices of a locked address', async () => {
    const [known, other] = [
      await anAccount(test, { name: 'known-here' }),
      await anAccount(test, { name: 'first-time-here' }),
    ]
    const office = aBrowser(test, '10.4.1.1')
    const enter = async (browser: typeof office, name: string, password = validPassword) =>
      (await browser.send('/api/session', { body: { name, password } })).status
    expect(await enter(office, known.name)).toBe(200)
    for (let i = 0; i < 40; i++) await guess(`spray-office-${i}`, '10.4.1.1')
    expect(await enter(aBrowser(test, '10.4.1.1'), known.name), 'a browser that is not known').toBe(429)
    expect(await enter(office, other.name), 'a name that is not known to the browser').toBe(429)
    expect(await enter(office, known.name)).toBe(200)

    // the cookie opens nothing, cannot be forged, and does not make guessing cheaper
    const forged = aBrowser(test, '10.4.1.1')
    forged.cookies.set('grid_map_device', `${office.cookies.get('grid_map_device')!.slice(0, -3)}abc`)
    expect(await enter(forged, known.name)).toBe(429)
    const thief = aBrowser(test, '10.4.1.1')
    thief.cookies.set('grid_map_device', office.cookies.get('grid_map_device')!)
    expect(await enter(thief, known.name, 'Wrong-one-99')).toBe(401)
    const tries = []
    for (let i = 0; i < 6; i++) tries.push(await enter(thief, known.name, 'Wrong-one-99'))
    expect(tries).toContain(429)
    minutes(31)
  })

  it('locks a whole IPv6 network, not a single address', async () => {
    for (let i = 0; i < 30; i++) await guess(`spray-six-${i}`, `2001:db8:1:2::${i + 1}`)
    await anAccount(test, { name: 'behind-six' })
    expect((await guess('behind-six', '2001:db8:1:2:ffff::1', validPassword)).status).toBe(429)
    expect(
      (await guess('behind-six', '2001:db8:1:3::1', validPassword)).status,
      'the network beside it',
    ).toBe(200)
  })

  it('is not detected when a whole office signs in at once', async () => {
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, i) => anAccount(test, { name: `clerk-${i}` })),
    )
    const answers = await Promise.all(people.map(({ name }) => guess(name, '10.6.0.1', validPassword)))
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200))
  })

  it('does not lock other names, and is logged', async () => {
    await anAccount(test, { name: 'wang' })
    expect((await guess('wang', '10.5.0.1', validPassword)).status).toBe(200)
    expect(
      (await readAuditRows(test.database)).filter(({ action }) => action === 'session.locked_out').length,
    ).toBeGreaterThan(3)
  })
})

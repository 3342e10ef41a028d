import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/city/city-settings.ts'
import { CitySettings, readStoredSettings } from '#shared/contract/city/city-settings.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

const city = '321000'
let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})
afterAll(() => test.close())

const admin = { as: { role: 'admin' as const, area: { city } } }
const get = () => test.ask(contract.getSettings, { params: { city } })
const put = (version: number, settings: CitySettings, over: object = {}) =>
  test.ask(
    contract.putSettings,
    {
      params: { city },
      body: { requestId: crypto.randomUUID(), note: '调整阈值', version, settings, ...over },
    },
    admin,
  )

describe('a city’s settings', () => {
  it('have defaults until they are changed', async () => {
    const { settings, version } = await get()
    expect(version).toBe(0)
    expect(settings).toEqual(CitySettings.parse({}))
    expect(settings.coverage).toMatchObject({
      walkingSpeed: 60,
      detourFactor: 1.3,
      serviceMinutes: 10,
      circles: { inner: 5, middle: 10, outer: 15 },
      bands: { good: 95, fair: 90, poor: 85 },
    })
    // pages that colour and name by them have them with the city
    expect(await (await test.send(`/api/cities/${city}`)).json()).toMatchObject({
      circles: '5-10-15',
      bands: { good: 0.95, fair: 0.9, poor: 0.85 },
    })
    expect(settings.rules.comprehensive).toEqual({
      minHouseholds: 300,
      maxHouseholds: 500,
      minWorkers: 1,
      minAreaM2: 100,
    })
    expect(settings.rules.dedicated).toMatchObject({ minHouseholds: null, maxHouseholds: null })
    expect(settings.standard.areas).toEqual({
      city: 3000,
      county: 2000,
      street: 1000,
      community: 500,
      village: 200,
    })
  })

  it('are changed like anything else: new revision, audit row with before and after, effective immediately', async () => {
    const { settings, version, provenance } = await get()
    const wanted = {
      ...settings,
      coverage: { ...settings.coverage, serviceMinutes: 15 },
      names: {
        ...settings.names,
        title: '盐城网格',
        approvalNumber: '苏S(2026)001号',
        logo: `data:image/png;base64,${'A'.repeat(3000)}`,
      },
    }
    const changed = await put(version, wanted)
    expect(changed).toMatchObject({
      version: version + 1,
      provenance: { revision: provenance.revision + 1 },
      settings: { coverage: { serviceMinutes: 15 }, names: { title: '盐城网格' } },
    })
    expect((await get()).settings).toEqual(wanted)
    const {
      rows: [row],
    } = await test.database.query<{ detail: object }>(
      `select actor, action, object, detail from city_${city}.audit order by id desc limit 1`,
    )
    expect(row!.detail, 'what stayed as it was is not in the row').not.toHaveProperty('before.rules')
    expect(row).toMatchObject({
      actor: 'demo-admin',
      action: 'settings.change',
      object: 'settings',
      detail: {
        before: { coverage: { serviceMinutes: 10 }, names: { title: null } },
        after: { coverage: { serviceMinutes: 15 }, names: { logo: '3022 characters' } },
      },
    })
  })

  it('appear in the initial page data: title, map approval number, and logo as a separate image', async () => {
    const { settings, version } = await get()
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
    await put(version, {
      ...settings,
      names: {
        title: '盐城一张图',
        titleEn: 'Yancheng Map',
        approvalNumber: '苏S(2026)001号',
        logo: `data:image/png;base64,${picture.toString('base64')}`,
      },
    })
    const { shown } = await test.ask(getCity, { params: { city } })
    expect(shown).toEqual({
      title: '盐城一张图',
      titleEn: 'Yancheng Map',
      approvalNumber: '苏S(2026)001号',
      logo: expect.stringMatching(/^[\w-]{12}$/),
    })
    const answer = await test.send(`/api/cities/${city}/logo?v=${shown.logo}`)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toMatch(/^private, .*immutable$/)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture)
    const { settings: now, version: latest } = await get()
    await put(latest, { ...now, names: { ...now.names, logo: null } })
    expect((await test.ask(getCity, { params: { city } })).shown.logo).toBeNull()
    expect((await test.send(`/api/cities/${city}/logo`)).status).toBe(404)
  })

  it('accept a logo of 200 kB', async () => {
    const { settings, version } = await get()
    const logo = `data:image/png;base64,${'A'.repeat(190_000)}`
    const saved = await put(version, { ...settings, names: { ...settings.names, logo } })
    expect(saved.settings.names.logo).toBe(logo)
    await put(saved.version, settings)
  })

  it('are applied once, however often the request is repeated', async () => {
    const { settings, version } = await get()
    const requestId = crypto.randomUUID()
    const first = await put(version, settings, { requestId })
    const again = await put(version, settings, { requestId })
    expect(again.version).toBe(first.version)
    expect(again.provenance.revision).toBe(first.provenance.revision)
  })

  it('do not overwrite an unseen change', async () => {
    const { settings, version } = await get()
    await expect(put(version - 1, settings)).rejects.toMatchObject({
      problem: { code: 'stale_base', details: { version } },
    })
  })

  it.each([
    ['circles that do not grow', { coverage: { circles: { inner: 12, middle: 10, outer: 15 } } }],
    ['bands out of order', { coverage: { bands: { good: 80, fair: 90, poor: 85 } } }],
    ['a speed of nothing', { coverage: { walkingSpeed: 0 } }],
    ['not a number', { coverage: { detourFactor: Number.NaN } }],
    ['a logo that could hold script', { names: { logo: 'data:image/svg+xml;base64,AAAA' } }],
    ['a logo from elsewhere', { names: { logo: 'https://example.org/x.png' } }],
    ['a logo of a megabyte', { names: { logo: `data:image/png;base64,${'A'.repeat(900_000)}` } }],
    ['a band upside down', { rules: { comprehensive: { minHouseholds: 500, maxHouseholds: 300 } } }],
    ['something unknown', { secrets: { tk: 'x' } }],
  ])('reject %s', async (_what, bad) => {
    const { version } = await get()
    const answer = await test.send(`/api/cities/${city}/settings`, {
      ...admin,
      method: 'PUT',
      body: { requestId: crypto.randomUUID(), note: 'x', version, settings: bad },
    })
    expect([400, 413]).toContain(answer.status)
    expect((await get()).version).toBe(version)
  })

  it('fall back to defaults section by section when the stored value is invalid', () => {
    const { version, settings } = readStoredSettings({
      version: 4,
      coverage: { walkingSpeed: 'fast' },
      names: { title: 'X' },
      future: {},
    })
    expect(version).toBe(4)
    expect(settings).toEqual({
      ...CitySettings.parse({}),
      names: { ...CitySettings.parse({}).names, title: 'X' },
    })
    for (const odd of [null, 'x', [], 7])
      expect(readStoredSettings(odd).settings).toEqual(CitySettings.parse({}))
  })
})

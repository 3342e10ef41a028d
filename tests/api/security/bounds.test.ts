import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKey } from '#shared/contract/access/credentials.ts'
import { getMaxBodyBytes } from '#shared/contract/endpoint.ts'
import { findShapeExcess, SHAPE_LIMITS } from '#shared/geometry/shape-limits.ts'
import { endpoints } from '../../helpers/api/endpoints.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient } from '../../helpers/drafts/draft-client.ts'

/** What a request may carry is bounded before anything is done with it. */
const city = '321000'
const street = '321001001'
let test: TestApp
let key: string

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
  key = (
    await test.ask(
      createKey,
      {
        body: {
          name: 'GIS',
          area: { city, units: [street] },
          scopes: ['city.read', 'draft.features'],
          expiresAt: null,
        },
      },
      { as: { role: 'admin', area: { city } } },
    )
  ).secret
})
afterAll(() => test.close())

interface Refusal {
  code: string
  details: { what?: string; limit?: number; more?: number; issues?: object[]; fields?: string[] }
}
const signInWith = async (body: string) => {
  const answer = await test.send('/api/session', { as: null, method: 'POST', body })
  return { status: answer.status, problem: (await answer.json()) as Refusal }
}

describe('bodies', () => {
  it('are a few kB on every public route', () => {
    const open = endpoints.filter(({ permission }) => permission === 'public')
    expect(open.length).toBeGreaterThan(5)
    expect(Math.max(...open.map(getMaxBodyBytes))).toBeLessThanOrEqual(8192)
  })

  it('are refused by their size before they are parsed', async () => {
    const { status, problem } = await signInWith('['.repeat(1_000_000))
    expect([status, problem.code]).toEqual([413, 'too_large'])
  })

  it('are refused by their nesting; brackets inside text do not count', async () => {
    const deep = await signInWith(`${'['.repeat(33)}${']'.repeat(33)}`)
    expect([deep.status, deep.problem.code, deep.problem.details.what]).toEqual([
      422,
      'too_complex',
      'nesting',
    ])
    const text = await signInWith(JSON.stringify({ name: `\\"${'['.repeat(50)}`, password: 'x' }))
    expect(text.problem.code).toBe('sign_in_failed')
  })

  it('are answered with at most 20 findings, and the number of the others', async () => {
    const answer = await test.send(`/api/cities/${city}/blank-spots/buildings`, {
      method: 'POST',
      body: { buildings: Array.from({ length: 500 }, () => ({ name: '' })) },
    })
    const { details } = (await answer.json()) as Refusal
    expect(answer.status).toBe(400)
    expect(details.issues).toHaveLength(20)
    expect(details.more).toBeGreaterThan(400)
  })

  it('do not come back in the answer: a list of foreign names is cut', async () => {
    const names = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`name-${i}`, 1]))
    const answer = await test.send('/api/session', { as: null, method: 'POST', body: names })
    expect(answer.status).toBe(400)
    expect((await answer.text()).length).toBeLessThan(2000)
  })
})

describe('lists of buildings', () => {
  const send = (body: unknown) =>
    test.send(`/api/cities/${city}/blank-spots/buildings`, { method: 'POST', body })

  it.each([
    ['that are no JSON', '{"buildings":', 400, 'invalid_request'],
    ['that are nested too deeply', `{"buildings":${'['.repeat(40)}`, 422, 'too_complex'],
    [
      'with an unknown field',
      { buildings: [{ name: 'x', lon: 1, lat: 1 }], more: 1 },
      400,
      'invalid_request',
    ],
    [
      'of more than 10,000',
      { buildings: Array.from({ length: 10_001 }, () => ({ name: 'x', lon: 1, lat: 1 })) },
      400,
      'invalid_request',
    ],
  ])('%s are refused as by any other route', async (_what, body, status, code) => {
    const answer = await send(body)
    expect([answer.status, ((await answer.json()) as Refusal).code]).toEqual([status, code])
  })
})

describe('shapes', () => {
  const square = (x: number, y: number, size: number) => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ]
  const put = async (polygons: number[][][][], properties: object = {}) => {
    const draft = await createDraftClient(test, city).begin(street)
    const items = `/api/cities/${city}/drafts/${draft}/ogc/collections/grids/items`
    const headers = {
      authorization: `Basic ${Buffer.from(`gis:${key}`).toString('base64')}`,
      'content-type': 'application/geo+json',
    }
    const answer = await test.send(items, {
      as: null,
      method: 'POST',
      headers,
      body: { type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: polygons }, properties },
    })
    return { status: answer.status, problem: (await answer.json()) as Refusal }
  }

  it.each([
    [
      'holes',
      () => [[square(0, 0, 1), ...Array.from({ length: 8000 }, (_, i) => square(i / 1e4, 0.5, 1e-5))]],
    ],
    ['parts', () => Array.from({ length: 3000 }, (_, i) => [square(i / 1e4, 0, 1e-5)])],
    ['vertices', () => [[Array.from({ length: 12_000 }, (_, i) => [i / 1e5, (i * i) / 1e9])]]],
  ] as const)('with too many %s are refused', async (what, build) => {
    const { status, problem } = await put(build())
    expect([status, problem.code, problem.details.what]).toEqual([422, 'too_complex', what])
    expect(problem.details.limit).toBe(SHAPE_LIMITS[what])
  })

  it('as large as the limits allow are not refused by their size', () => {
    const ring = { length: Math.floor(SHAPE_LIMITS.vertices / (1 + SHAPE_LIMITS.holes)) }
    expect(findShapeExcess([Array.from({ length: 1 + SHAPE_LIMITS.holes }, () => ring)])).toBeNull()
  })

  it('of a feature with unknown fields: 20 are named', async () => {
    const { problem } = await put(
      [[square(0, 0, 1)]],
      Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`f${i}`, 1])),
    )
    expect(problem.details.fields).toHaveLength(20)
    expect(problem.details.more).toBe(70)
  })
})

describe('work', () => {
  it('of one principal waits in its own row; the next request is refused with Retry-After', async () => {
    const ask = (speed: number) =>
      test.send(`/api/cities/${city}/coverage?mode=network&speed=${speed}`, { as: { role: 'planner' } })
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(50 + i)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(10)
    expect(refused[0]?.headers.get('retry-after')).toBe('3')
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(10)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  })

  it('on the features of a collection waits in a row of its own', async () => {
    const ask = (path: string) =>
      test.send(`/api/cities/${city}/ogc/collections/grids/items?${path}`, { as: { role: 'planner' } })
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ask(`filter=households%20%3E%20${i}`)),
    )
    const of = (wanted: number) => answers.filter(({ status }) => status === wanted).length
    expect(of(200)).toBeGreaterThanOrEqual(32)
    expect(of(200) + of(429)).toBe(50)
    expect(of(429)).toBeGreaterThan(0)
  })

  it('that waits is never begun when its client hangs up, and its place is free', async () => {
    const gone = new AbortController()
    const ask = (speed: number, signal?: AbortSignal) =>
      test.send(`/api/cities/${city}/coverage?mode=network&speed=${speed}`, {
        as: { role: 'planner' },
        ...(signal === undefined ? {} : { signal }),
      })
    const answers = Array.from({ length: 40 }, (_, i) => ask(100 + i, gone.signal))
    // the row is full as soon as one is refused
    await Promise.any(
      answers.map(async (answer) => {
        if ((await answer).status !== 429) throw new Error('was not refused')
      }),
    )
    gone.abort()
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 409).length).toBeGreaterThan(10)
    expect((await ask(150)).status).toBe(200)
  })

  it('streams are counted per principal', async () => {
    const streams = await Promise.all(
      Array.from({ length: 101 }, () => test.send(`/api/cities/${city}/events`)),
    )
    expect(streams.map(({ status }) => status).filter((status) => status !== 200)).toEqual([429])
    for (const { body } of streams) await body?.cancel()
    const next = await test.send(`/api/cities/${city}/events`)
    expect(next.status).toBe(200)
    await next.body?.cancel()
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#shared/contract/access/audit.ts'
import { commitChangeset } from '../../../api/changesets/commit-changeset.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anAccount, aSignedInBrowser, validPassword, type TestBrowser } from '../../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const own = '321000'
const foreign = '321100'
let test: TestApp
let auditor: TestBrowser
let chief: TestBrowser

beforeAll(async () => {
  test = await openTestApp({
    cities: [aCity({ code: own }), aCity({ code: foreign })],
    environment: { DEMO_MODE: 'off' },
  })
  await anAccount(test, { name: 'auditor', role: 'auditor', area: { city: own } })
  await anAccount(test, { name: 'chief-auditor', role: 'auditor' })
  auditor = await aSignedInBrowser(test, { name: 'auditor', password: validPassword })
  chief = await aSignedInBrowser(test, { name: 'chief-auditor', password: validPassword })
  for (const city of [own, foreign]) {
    for (let i = 0; i < 7; i++) {
      await commitChangeset(
        test.database,
        {
          city,
          actor: `drawer-${i % 2}`,
          note: `=cmd "${i}", ]\\`,
          requestId: crypto.randomUUID(),
          kind: 'grid.split',
          address: '10.0.0.1',
        },
        async () => ({ answer: null, box: null, layers: [], audit: { object: `grid:${city}${i}` } }),
      )
    }
    await test.app.access.audit.append({
      actor: 'someone',
      address: null,
      action: 'city.export',
      object: `/cities/${city}/export`,
      result: 'done',
      detail: { city },
    })
  }
})
afterAll(() => test.close())

const search = (browser: TestBrowser, query: object = {}) => browser.ask(contract.searchAudit, { query })

describe('the audit log', () => {
  it('merges all logs, newest first, in pages without gaps or duplicates', async () => {
    const whole = (await search(chief, { limit: 500 })).rows
    expect(whole.map(({ at }) => Date.parse(at))).toEqual(
      whole.map(({ at }) => Date.parse(at)).sort((a, b) => b - a),
    )
    expect(new Set(whole.map(({ log }) => log))).toEqual(new Set(['shared', own, foreign]))
    const pages = []
    for (let after: string | undefined; ;) {
      const { rows, next } = await search(chief, { limit: 4, ...(after === undefined ? {} : { after }) })
      pages.push(...rows)
      if (next === null) break
      after = next
    }
    expect(pages).toEqual(whole)
  })

  it.each([
    [{ action: 'grid' }, 14],
    [{ action: 'grid.split', log: own }, 7],
    [{ action: 'grid.split', actor: 'DRAWER-1' }, 6],
    [{ object: `${own}3` }, 1],
    [{ action: 'city.export' }, 2],
    [{ action: 'grid.split', result: 'refused' }, 0],
    [{ action: 'grid.split', address: '10.0.0' }, 14],
    [{ action: 'grid.split', to: '2020-01-01T00:00:00Z' }, 0],
    [{ action: 'grid.split', from: '2020-01-01T00:00:00+08:00' }, 14],
    [{ action: 'grid_split' }, 0],
    [{ actor: '%' }, 0],
    [{ actor: "' or 1=1 --" }, 0],
  ])('filters by %j', async (query, count) => {
    expect((await search(chief, { limit: 500, ...query })).rows).toHaveLength(count)
  })

  it('shows only one city to that city’s auditor', async () => {
    const rows = (await search(auditor, { limit: 500 })).rows
    expect(rows.filter(({ log }) => log === own).length).toBeGreaterThanOrEqual(7)
    expect(rows.filter(({ log, detail }) => log !== own && detail['city'] !== own)).toEqual([])
    expect(JSON.stringify(rows)).not.toContain(foreign)
    expect((await search(auditor, { log: foreign })).rows).toEqual([])
  })

  it.each([
    { after: 'xyz' },
    { after: 'W10' },
    { limit: 0 },
    { limit: 5000 },
    { action: 'a;b' },
    { log: 'pg_catalog' },
    { from: 'yesterday' },
  ])('rejects %j', async (query) => {
    await expect(search(chief, query)).rejects.toMatchObject({ problem: { code: 'invalid_request' } })
  })
})

describe('an audit export', () => {
  const fetchText = async (query: Record<string, string>, browser = chief) => {
    const answer = await browser.send(`/api/audit/export?${new URLSearchParams(query).toString()}`)
    expect(answer.status).toBe(200)
    return { text: await answer.text(), answer }
  }

  it('is a CSV file that spreadsheets read as text, with all rows of the search, oldest first', async () => {
    const { text, answer } = await fetchText({ format: 'csv', action: 'grid.split' })
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/,
    )
    const lines = text.split('\r\n')
    // the decoder has taken the byte order mark away
    expect(lines[0]).toBe('log,id,at,actor,address,action,object,result,detail,hash')
    expect(lines).toHaveLength(16)
    expect(lines[1]).toContain('"{""note"":""=cmd \\""0\\"", ]\\\\""')
    const bytes = new Uint8Array(await (await chief.send('/api/audit/export?format=csv')).arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('escapes formulas in CSV', async () => {
    await test.app.access.audit.append({
      actor: '=HYPERLINK("http://x")',
      address: null,
      action: 'test.formula',
      object: '+1',
      result: 'done',
      detail: {},
    })
    const { text } = await fetchText({ format: 'csv', action: 'test.formula' })
    expect(text).toContain(`,"'=HYPERLINK(""http://x"")",,test.formula,'+1,`)
  })

  it('is RFC 5424 syslog with one escaped line per row', async () => {
    const { text } = await fetchText({ format: 'syslog', action: 'grid.split', log: own })
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(7)
    for (const line of lines)
      expect(line).toMatch(
        new RegExp(
          [
            /^<110>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z - grid-map - grid\.split /,
            /\[audit@32473 log="321000" id="\d+" actor="drawer-[01]" address="10\.0\.0\.1" /,
            /object="grid:321000\d" result="done" hash="[0-9a-f]{64}"\] \ufeff\{/,
          ]
            .map(({ source }) => source)
            .join(''),
        ),
      )
    await test.app.access.audit.append({
      actor: 'a"]\\b',
      address: null,
      action: 'test.escape',
      object: 'x',
      result: 'refused',
      detail: {},
    })
    expect((await fetchText({ format: 'syslog', action: 'test.escape' })).text).toContain('<108>1 ')
    expect((await fetchText({ format: 'syslog', action: 'test.escape' })).text).toContain(
      'actor="a\\"\\]\\\\b"',
    )
  })

  it('is a refusal, not a file that ends early, when a log cannot be read', async () => {
    const alter = (from: string, to: string) =>
      test.database.query(`alter table city_${foreign}.${from} rename to ${to}`, [], { access: 'admin' })
    await alter('audit', 'audit_away')
    try {
      const answer = await chief.send('/api/audit/export?format=csv')
      expect(answer.status).toBeGreaterThanOrEqual(500)
      expect(answer.headers.get('content-disposition')).toBeNull()
    } finally {
      await alter('audit_away', 'audit')
    }
  })

  it('contains only the city of a city auditor', async () => {
    expect((await fetchText({ format: 'csv' }, auditor)).text).not.toContain(foreign)
  })

  it('is itself logged with its query', async () => {
    await fetchText({ format: 'csv', action: 'session', actor: 'wang' }, auditor)
    const [row] = (await search(chief, { action: 'audit.export', limit: 1 })).rows
    expect(row).toMatchObject({
      actor: 'auditor',
      action: 'audit.export',
      object: '/audit/export',
      result: 'done',
      detail: { query: { format: 'csv', action: 'session', actor: 'wang' } },
    })
  })
})

describe('audit verification', () => {
  it('checks every chain that the auditor may read', async () => {
    const { logs } = await chief.ask(contract.verifyAudit)
    expect(logs.map(({ log, broken }) => [log, broken])).toEqual([
      ['shared', null],
      ['320900', null],
      [own, null],
      [foreign, null],
    ])
    expect((await auditor.ask(contract.verifyAudit)).logs.map(({ log }) => log)).toEqual([own])
  })

  it('finds rows cut off from the end with heads that were saved earlier', async () => {
    const { logs } = await chief.ask(contract.verifyAudit)
    const heads = logs.map(({ log, head }) => `${log}:${head.id}:${head.hash}`).join()
    const brokenWith = async (noted: string) =>
      (await chief.ask(contract.verifyAudit, { query: { heads: noted } })).logs.flatMap(({ log, broken }) =>
        broken === null ? [] : [{ log, reason: broken.reason }],
      )
    expect(await brokenWith(heads)).toEqual([])
    await test.database.query(
      `delete from city_${own}.audit where id = (select max(id) from city_${own}.audit)`,
      [],
      { access: 'admin' },
    )
    expect((await chief.ask(contract.verifyAudit)).logs.map(({ broken }) => broken)).toEqual(
      logs.map(() => null),
    )
    expect(await brokenWith(heads)).toEqual([{ log: own, reason: 'cut_off' }])
    expect(await brokenWith(`shared:1:${'0'.repeat(64)}`)).toEqual([{ log: 'shared', reason: 'rewritten' }])
  })

  it('reports the tampered link', async () => {
    await test.database.query(`update city_${foreign}.audit set actor = 'nobody' where id = 4`, [], {
      access: 'admin',
    })
    expect((await chief.ask(contract.verifyAudit)).logs.find(({ log }) => log === foreign)).toMatchObject({
      broken: { id: 4, reason: 'altered' },
    })
  })
})

describe('rejected requests', () => {
  it('are logged with actor, address and action, and identical ones are rate-limited', async () => {
    for (let i = 0; i < 40; i++) await auditor.send(`/api/cities/${own}`)
    await auditor.send(`/api/cities/${own}/units`)
    await test.app.access.audit.append({
      actor: 'x',
      address: null,
      action: 'test.mark',
      object: 'x',
      result: 'done',
      detail: {},
    })
    const rows = (await search(chief, { action: 'access.refused', actor: 'auditor', limit: 500 })).rows
    expect(rows.map(({ object, detail }) => ({ object, detail }))).toEqual([
      {
        object: `GET /api/cities/${own}/units`,
        detail: { code: 'forbidden', action: 'city.read', city: own },
      },
      { object: `GET /api/cities/${own}`, detail: { code: 'forbidden', action: 'city.read', city: own } },
    ])
  })

  it('are not logged for anonymous requests, but are logged for an invalid API key', async () => {
    await test.send('/api/cities', { as: null })
    await test.send('/api/cities', {
      as: null,
      headers: { 'x-api-key': 'gmk_bad', authorization: 'Bearer x' },
    })
    await test.app.access.audit.append({
      actor: 'x',
      address: null,
      action: 'test.mark',
      object: 'x',
      result: 'done',
      detail: {},
    })
    const rows = (await search(chief, { action: 'access.refused', actor: 'nobody', limit: 500 })).rows
    expect(rows.map(({ object, detail }) => [object, detail['code']])).toEqual([
      ['GET /api/cities', 'unauthenticated'],
    ])
    expect(JSON.stringify(rows)).not.toContain('gmk_bad')
  })
})

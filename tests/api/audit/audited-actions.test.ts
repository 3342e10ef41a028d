import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditedActions } from '#shared/contract/access/audit.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as drafts from '#shared/contract/drafts/drafts.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import * as transfer from '#shared/contract/transfer/imports.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { runExport } from '../../../api/cli/export/run-export.ts'
import { readExportArguments } from '../../../api/cli/export/read-export-arguments.ts'
import { withCity } from '../../../api/db/transaction/with-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anAccount, aSignedInBrowser, type TestBrowser } from '../../helpers/api/an-account.ts'
import { readAuditRows, type AuditLogRow } from '../../helpers/api/read-audit-rows.ts'
import { findBorderVertex } from '../../helpers/drafts/find-border-vertex.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

/** A day's work of four people, as the log of the city tells it afterwards. */
const city = '321000'
const street = '321001001'
const neighbour = '321001002'
let folder: string
let test: TestApp
let drawer: TestBrowser
let beside: TestBrowser
let planner: TestBrowser
let admin: TestBrowser

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-logged-'))
  test = await openTestApp({
    cities: [aCity({ code: city })],
    environment: { DEMO_MODE: 'off', TRUSTED_PROXIES: '1', DATA_DIR: folder },
  })
  const enter = async (
    name: string,
    address: string,
    role: 'street_official' | 'planner' | 'admin',
    units?: string[],
  ) =>
    aSignedInBrowser(
      test,
      await anAccount(test, { name, role, area: { city, ...(units ? { units } : {}) } }),
      address,
    )
  drawer = await enter('drawer', '10.1.0.1', 'street_official', [street])
  beside = await enter('beside', '10.1.0.2', 'street_official', [neighbour])
  planner = await enter('planner', '10.1.0.3', 'planner')
  admin = await enter('keeper', '10.1.0.4', 'admin')
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const cityRows = async (): Promise<AuditLogRow[]> =>
  (
    await withCity(test.database, city, (tx) =>
      tx.query<AuditLogRow>('select actor, address, action, object, result, detail from audit order by id'),
    )
  ).rows
const told = ({ actor, address, action, object, result }: AuditLogRow) => [
  actor,
  address,
  action,
  object,
  result,
]
/** What the city's log says since then. */
const since = async (work: () => Promise<unknown>) => {
  const before = (await cityRows()).length
  await work()
  return (await cityRows()).slice(before)
}

describe('the audit log of a city', () => {
  it('records each step of a draft with actor, address, action and result', async () => {
    const id = randomUUID()
    const of = { params: { city, draft: id } }
    const note = { note: '请看' }
    const rows = await since(async () => {
      await drawer.ask(drafts.createDraft, { params: { city, unit: street }, body: { id, name: '河道改线' } })
      const [x, y] = findBorderVertex(
        readDraftBase(await drawer.ask(drafts.getDraftBase, { params: { city, unit: street } })),
        street,
      )
      const step = {
        id: randomUUID(),
        step: 'do' as const,
        operation: {
          op: 'moveVertex' as const,
          from: [x, y] as [number, number],
          to: [x + 2500, y + 3000] as [number, number],
        },
      }
      await drawer.ask(drafts.appendSteps, { ...of, body: { after: 0, steps: [step] } })
      await drawer.ask(drafts.renameDraft, { ...of, body: { name: '滨河改线' } })
      await drawer.ask(reviewing.submitDraft, { ...of, body: { ...note, after: 1 } })
      await drawer.ask(reviewing.withdrawDraft, of)
      await drawer.ask(reviewing.submitDraft, { ...of, body: { ...note, after: 1 } })
      await planner.ask(reviewing.returnDraft, { ...of, body: note })
      await drawer.ask(reviewing.submitDraft, { ...of, body: { ...note, after: 1 } })
      await beside.ask(reviewing.consentToDraft, { ...of, body: { street: neighbour, agrees: true } })
      await planner.ask(reviewing.approveDraft, { ...of, body: note })
      await planner.ask(reviewing.publishDraft, { ...of, body: note })
    })
    const by = { drawer: '10.1.0.1', beside: '10.1.0.2', planner: '10.1.0.3' }
    const row = (actor: keyof typeof by, action: string) => [actor, by[actor], action, `draft:${id}`, 'done']
    expect(rows.map(told)).toEqual([
      row('drawer', 'draft.create'),
      row('drawer', 'draft.rename'),
      row('drawer', 'draft.submit'),
      row('drawer', 'draft.withdraw'),
      row('drawer', 'draft.submit'),
      row('planner', 'draft.return'),
      row('drawer', 'draft.submit'),
      row('beside', 'draft.consent'),
      row('planner', 'draft.approve'),
      row('planner', 'grid.publish'),
    ])
    expect(rows.find(({ action }) => action === 'draft.consent')!.detail).toMatchObject({
      draft: '滨河改线',
      street: neighbour,
      agrees: true,
    })
    expect(rows.at(-1)!.detail).toMatchObject({
      draft: '滨河改线',
      note: '请看',
      revision: expect.any(Number),
    })
  })

  it('records imports, their reversal and changes of settings', async () => {
    const file = '编号,名称,经度,纬度\nS-901,新站,120.004,33.003\n'
    const rows = await since(async () => {
      const sent = await planner.send(`/api/cities/${city}/imports?name=stations.csv`, {
        body: file,
        headers: { 'content-type': 'application/octet-stream' },
      })
      const params = { city, import: transfer.ImportJob.parse(await sent.json()).id }
      const settled = (state: string) =>
        waitUntil(async () => (await planner.ask(transfer.getImport, { params })).state === state, 90_000)
      await settled('ready')
      await planner.ask(transfer.prepareImport, { params, body: { target: 'stations' } })
      await settled('prepared')
      await planner.ask(transfer.commitImport, { params, body: { note: '新站' } })
      await settled('committed')
      await planner.ask(transfer.undoImport, { params, body: {} })
      const { version, settings } = await admin.ask(getSettings, { params: { city } })
      await admin.ask(putSettings, {
        params: { city },
        body: { requestId: randomUUID(), note: '放宽', version, settings },
      })
    })
    expect(rows.map(({ actor, address, action, result }) => [actor, address, action, result])).toEqual([
      ['planner', '10.1.0.3', 'city.import', 'done'],
      ['planner', '10.1.0.3', 'city.import.undo', 'done'],
      ['keeper', '10.1.0.4', 'settings.change', 'done'],
    ])
    expect(rows[0]!.detail).toMatchObject({ note: '新站' })
  })
})

describe('the audit log of the server', () => {
  it('records exports from the page and the command line, and failed exports', async () => {
    const exported = await planner.send(`/api/cities/${city}/exports/stations?format=csv`)
    expect(exported.status).toBe(200)
    await exported.body?.cancel()
    await runExport(
      test.database,
      readExportArguments(['stations', '--city', city, '--as', 'csv', '--out', path.join(folder, 'x.csv')])!,
      Date.parse('2026-01-01T12:00:00Z'),
    )
    expect(
      (
        await planner.send(
          `/api/cities/${city}/exports/stations?format=csv&filter=${encodeURIComponent('area >')}`,
        )
      ).status,
    ).toBe(400)
    // what went wrong does not wait for its row
    await waitUntil(async () =>
      (await readAuditRows(test.database)).some(({ result }) => result === 'failed'),
    )
    const object = `/cities/${city}/exports/stations`
    expect(
      (await readAuditRows(test.database)).filter(({ action }) => action === 'city.export').map(told),
    ).toEqual([
      ['planner', '10.1.0.3', 'city.export', object, 'done'],
      [expect.stringMatching(/^command:./), null, 'city.export', object, 'done'],
      ['planner', '10.1.0.3', 'city.export', object, 'failed'],
    ])
  })

  it('records rejected requests, including approval of one’s own draft', async () => {
    const own = randomUUID()
    await planner.ask(drafts.createDraft, { params: { city, unit: street }, body: { id: own, name: '自审' } })
    const { places } = readDraftBase(
      await planner.ask(drafts.getDraftBase, { params: { city, unit: street } }),
    )
    const operation = {
      op: 'describe' as const,
      grid: [...places].find(([, place]) => place === 'own')![0],
      values: { name: '改名' },
    }
    await planner.ask(drafts.appendSteps, {
      params: { city, draft: own },
      body: { after: 0, steps: [{ id: randomUUID(), step: 'do', operation }] },
    })
    await planner.ask(reviewing.submitDraft, { params: { city, draft: own }, body: { note: 'x', after: 1 } })
    await expect(
      planner.ask(reviewing.approveDraft, { params: { city, draft: own }, body: { note: 'x' } }),
    ).rejects.toMatchObject({ problem: { code: 'own_work' } })
    await expect(
      beside.ask(drafts.renameDraft, { params: { city, draft: own }, body: { name: 'y' } }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    const refused = async () =>
      (await readAuditRows(test.database))
        .filter(({ action }) => action === 'access.refused')
        .map((row) => [...told(row), row.detail['code']])
    await waitUntil(async () => (await refused()).length >= 2)
    expect(await refused()).toEqual([
      [
        'planner',
        '10.1.0.3',
        'access.refused',
        `POST /api/cities/${city}/drafts/${own}/approve`,
        'refused',
        'own_work',
      ],
      [
        'beside',
        '10.1.0.2',
        'access.refused',
        `PATCH /api/cities/${city}/drafts/${own}`,
        'refused',
        'forbidden',
      ],
    ])
  })
})

it('logs only actions of the declared list', async () => {
  const known = Object.entries(auditedActions).flatMap(([subject, actions]) =>
    actions.map((action) => `${subject}.${action}`),
  )
  for (const { action } of [...(await cityRows()), ...(await readAuditRows(test.database))])
    expect(known).toContain(action)
})

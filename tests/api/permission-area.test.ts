import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { listHistory } from '#shared/contract/drafts/history-list.ts'
import {
  type Action,
  type PermissionArea,
  isAllowed,
  findPermissionReach,
  type Role,
  roles,
} from '#shared/contract/permissions.ts'
import { listImports } from '#shared/contract/transfer/imports.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { anApprovedDraft } from '../helpers/drafts/an-approved-draft.ts'
import { createDraftClient } from '../helpers/drafts/draft-client.ts'
import { endpoints, buildEndpointPath } from '../helpers/api/endpoints.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

/**
 * Routes that reach no further than the holder's area and whose path names no unit: what they touch is known only from
 * the draft, the gap or the body. Whoever names a number that is not theirs is refused, whatever stage it is at.
 */
const city = '321000'
const other = '321100'
const street = '321001001'
const neighbour = '321001002'
let folder: string
let test: TestApp
/** A published change of the street. */
let changeset: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-area-'))
  test = await openTestApp({
    cities: [aCity({ code: city }), aCity({ code: other })],
    environment: { DATA_DIR: folder },
  })
  await createDraftClient(test, city).publish(await anApprovedDraft(test, city, street))
  changeset = String(
    (await test.ask(listHistory, { params: { city }, query: { code: street, limit: 1 } })).entries[0]!
      .changeset,
  )
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

interface Asked {
  /** Code of what is touched, the street unless it says otherwise. */
  touches?: string
  given?: Record<string, string>
  query?: string
  body?: object | string
  type?: string
}

const note = { note: '同意' }
const feature = { type: 'Feature', geometry: null, properties: {} }
/** By id of the route; one that reaches no further than an area and is not here fails. */
const asking: Record<string, () => Asked> = {
  renameDraft: () => ({ body: { name: '新名' } }),
  discardDraft: () => ({}),
  appendSteps: () => ({ body: { after: 0, steps: [{ id: randomUUID(), step: 'undo' }] } }),
  takeLeases: () => ({ body: {} }),
  rebaseDraft: () => ({ body: {} }),
  submitDraft: () => ({ body: { ...note, after: 0 } }),
  withdrawDraft: () => ({}),
  revertChangeset: () => ({ given: { changeset }, body: { id: randomUUID(), name: '恢复' } }),
  consentToDraft: () => ({ touches: neighbour, body: { street: neighbour, agrees: true } }),
  returnDraft: () => ({ body: note }),
  approveDraft: () => ({ body: note }),
  publishDraft: () => ({ body: note }),
  putGap: () => ({
    given: { subject: `${street}002` },
    touches: `${street}002`,
    body: {
      requestId: randomUUID(),
      note: '接手',
      version: 0,
      status: 'planned',
      office: '党建办',
      due: null,
      remedy: '建一处服务站',
    },
  }),
  createDraftOgcItem: () => ({ body: feature, type: 'application/geo+json' }),
  replaceDraftOgcItem: () => ({ body: feature, type: 'application/geo+json' }),
  updateDraftOgcItem: () => ({ body: {}, type: 'application/merge-patch+json' }),
  startImport: () => ({
    touches: city,
    query: '?name=x.csv',
    body: '编号,名称\n',
    type: 'application/octet-stream',
  }),
  getSetup: () => ({ touches: city }),
  skipSetupStep: () => ({ touches: city, body: { step: 'grids', skipped: true } }),
  finishSetup: () => ({ touches: city, body: {} }),
  getImportTemplate: () => ({ touches: city, given: { target: 'stations' } }),
  lookAtImport: () => ({ touches: city, body: { target: 'stations' } }),
  prepareImport: () => ({ touches: city, body: { target: 'stations' } }),
  commitImport: () => ({ touches: city, body: {} }),
  undoImport: () => ({ touches: city, body: {} }),
  ...Object.fromEntries(
    [
      'getImport',
      'getImportPreview',
      'listImportRows',
      'listImportPlaces',
      'cancelImport',
      'forgetImport',
    ].map((id) => [id, () => ({ touches: city })]),
  ),
  ...Object.fromEntries(
    ['Landing', 'Conformance', 'Api', 'Collections', 'Collection', 'Queryables', 'Schema'].map((part) => [
      `getDraftOgc${part}`,
      () => ({}),
    ]),
  ),
  listDraftOgcItems: () => ({}),
  getDraftOgcItem: () => ({}),
  deleteDraftOgcItem: () => ({}),
}

const byArea = endpoints.flatMap((endpoint) => {
  const action = endpoint.permission
  if (
    action === 'public' ||
    action === 'session' ||
    endpoint.path.includes('{unit}') ||
    endpoint.id === listImports.id
  )
    return []
  const holders = roles.filter((role) => findPermissionReach(role, action) === 'area')
  return holders.length === 0 ? [] : [{ endpoint, action, holders }]
})
const areas: PermissionArea[] = [
  ...[street, neighbour, '321001', '321002'].map((unit) => ({ city, units: [unit] })),
  { city, units: ['321002001', street] },
  { city },
  { city: other },
]

const status = async (
  endpoint: Endpoint,
  draft: string,
  { given = {}, query = '', body, type = 'application/json' }: Asked,
  as: { role: Role; area: PermissionArea },
) => {
  const answer = await test.send(buildEndpointPath(endpoint, city, street, { draft, ...given }) + query, {
    as,
    method: endpoint.method.toUpperCase(),
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  })
  await answer.body?.cancel()
  return answer.status
}

describe('an id in a path or a body', () => {
  it.each(byArea.map(({ endpoint, action, holders }) => [endpoint.id, endpoint, action, holders] as const))(
    'passed to %s gives no access outside the caller’s area',
    async (id, endpoint, action: Action, holders) => {
      const ask = asking[id]
      if (ask === undefined)
        throw new Error(`say in this file what ${id} is asked with, and what that touches`)
      const draft = await createDraftClient(test, city).begin(street)
      const cases = holders
        .flatMap((role) => areas.map((area) => ({ role, area })))
        .map((as) => ({ as, allowed: isAllowed(as, action, { city, code: ask().touches ?? street }) }))
      // whoever is allowed may change the draft, whoever is not meets it as it was begun
      for (const { as, allowed } of cases.sort((a, b) => Number(a.allowed) - Number(b.allowed))) {
        const answered = await status(endpoint, draft, ask(), as)
        expect(answered === 403, `${id} as ${JSON.stringify(as)} answered ${answered}`).toBe(!allowed)
        expect(answered, JSON.stringify(as)).toBeLessThan(500)
      }
      expect(
        new Set(cases.map(({ allowed }) => allowed)),
        'somebody is allowed, and somebody is not',
      ).toEqual(new Set([true, false]))
    },
  )

  it('of an import is not listed for a caller whose area is only part of the city', async () => {
    expect(
      await test.ask(
        listImports,
        { params: { city } },
        { as: { role: 'planner', area: { city, units: ['321001'] } } },
      ),
    ).toEqual({ jobs: [], committed: [] })
  })
})

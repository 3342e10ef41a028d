import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial, aReviewer } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
const street = '321001001'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

/** The snapshot follows the database by notification. */
const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)

describe('four eyes', () => {
  const allowOwnWork = async (allowed: boolean) => {
    const admin = { as: { role: 'admin' as const, area: { city } } }
    const { settings, version } = await test.ask(getSettings, { params: { city } }, admin)
    const body = {
      requestId: randomUUID(),
      note: '四眼原则',
      version,
      settings: { ...settings, review: { allowOwnWork: allowed } },
    }
    const { provenance } = await test.ask(putSettings, { params: { city }, body }, admin)
    await seen(provenance.revision)
  }
  const made = { problem: { code: 'own_work', status: 409, details: { reason: 'made_steps' } } }

  it('forbid approval and publication by anyone who made a step, until the city allows it', async () => {
    const id = await client.begin(street)
    const grid = (await client.findGrid(`${street}002002`)).id
    await client.add(id, [{ op: 'describe', grid, values: { name: '街道所改' } }], own)
    await client.leave(id, own)
    await client.add(id, [{ op: 'describe', grid, values: { name: '区里所改' } }], aReviewer(city))
    await client.submit(id, own)
    await expect(client.approve(id)).rejects.toMatchObject(made)
    const review = await test.ask(reviewing.getReview, { params: { city, draft: id } })
    expect(review).toMatchObject({
      makers: ['demo-planner', 'demo-street_official'],
      ownWorkAllowed: false,
      draft: { status: 'submitted' },
    })

    await allowOwnWork(true)
    expect(await client.approve(id)).toMatchObject({ status: 'approved' })
    await allowOwnWork(false)
    const before = await test.ask(getCity, { params: { city } })
    await expect(client.publish(id)).rejects.toMatchObject(made)
    expect((await test.ask(getCity, { params: { city } })).provenance.revision).toBe(
      before.provenance.revision,
    )

    await allowOwnWork(true)
    const { revision } = await client.publish(id)
    await seen(revision)
    await allowOwnWork(false)
  })

  it('count undone steps and steps from before a rebase', async () => {
    const id = await client.begin(street)
    const grid = (await client.findGrid(`${street}002002`)).id
    await client.add(id, [{ op: 'describe', grid, values: { name: '先改' } }], aReviewer(city))
    await client.leave(id, aReviewer(city))
    await client.step(id, 'undo', own)
    await client.add(id, [{ op: 'describe', grid, values: { name: '后改' } }], own)
    await test.ask(
      contract.rebaseDraft,
      { params: { city, draft: id }, body: { leaveOut: false } },
      { as: own },
    )
    await client.submit(id, own)
    await expect(client.approve(id)).rejects.toMatchObject(made)
    await test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: own })
  })
})

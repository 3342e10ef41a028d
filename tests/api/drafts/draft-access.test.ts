import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial, aReviewer } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
/** Rows 0 and 1 of the brickwork; north of it lies 321001002. */
const street = '321001001'
const north = '321001002'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

describe('an official of another street', () => {
  it('may read a draft but not change it', async () => {
    const stranger = anOfficial(city, north)
    const id = await client.begin(street)
    await expect(
      test.ask(
        contract.createDraft,
        { params: { city, unit: street }, body: { id: randomUUID(), name: 'x' } },
        { as: stranger },
      ),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await expect(client.add(id, [await client.cut(`${street}001001`)], stranger)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
    await expect(
      test.ask(contract.acquireLeases, { params: { city, draft: id }, body: {} }, { as: stranger }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await expect(client.submit(id, stranger)).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await expect(
      test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: stranger }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    expect((await client.open(id, stranger)).draft).toMatchObject({ id, status: 'open', steps: 0 })
    await expect(
      test.ask(reviewing.approveDraft, { params: { city, draft: id }, body: { note: 'x' } }, { as: own }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
  })
})

describe('a lease', () => {
  it('names who is editing a community, and locks out others until it is released', async () => {
    const [mine, theirs] = [await client.begin(street), await client.begin(street, aReviewer(city))]
    const lease = (draft: string, as: typeof own, body = {}) =>
      test.ask(contract.acquireLeases, { params: { city, draft }, body }, { as })
    const taken = await lease(mine, own, { communities: [`${street}002`] })
    expect(taken.leases.find(({ community }) => community === `${street}002`)).toMatchObject({
      draft: mine,
      holder: 'demo-street_official',
      own: true,
    })
    await expect(lease(theirs, aReviewer(city), { communities: [`${street}002`] })).rejects.toMatchObject({
      problem: { code: 'leased', details: { holder: 'demo-street_official', draft: mine } },
    })
    await expect(
      client.add(theirs, [await client.cut(`${street}002002`)], aReviewer(city)),
    ).rejects.toMatchObject({ problem: { code: 'leased' } })
    expect(
      (await client.open(theirs)).leases.find(({ community }) => community === `${street}002`),
    ).toMatchObject({ draft: mine, own: false })
    await lease(mine, own, { release: true })
    expect(
      (await client.add(theirs, [await client.cut(`${street}002002`)], aReviewer(city))).accepted,
    ).toHaveLength(1)
    await lease(theirs, aReviewer(city), { release: true })
    await expect(lease(mine, own, { communities: [`${north}001`] })).rejects.toMatchObject({
      problem: { code: 'unprocessable' },
    })
  })
})

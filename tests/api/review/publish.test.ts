import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { listGrids } from '#shared/contract/city/features.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
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

const cut = (code: string, newGrid = -1, part = 0.4) => client.cut(code, newGrid, part)
const grids = async (parent = street) =>
  (await test.ask(listGrids, { params: { city }, query: { parent } })).grids
/** The snapshot follows the database by notification. */
const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)

describe('publishing a draft', () => {
  it('updates codes, statistics and revision of the city in one change', async () => {
    const before = await test.ask(getCity, { params: { city } })
    const id = await client.begin(street)
    const operation = await cut(`${street}001001`)
    await client.add(
      id,
      [operation, { op: 'describe', grid: -1, values: { name: '新网格', fullTimeWorkers: 1 } }],
      own,
    )
    await expect(client.publish(id)).rejects.toMatchObject({ problem: { code: 'wrong_stage' } })
    await client.submit(id, own)
    await client.approve(id)
    const { draft, revision, grids: made } = await client.publish(id)
    expect(draft).toMatchObject({ status: 'published', publishedRevision: revision })
    expect(revision).toBe(before.provenance.revision + 1)
    // the row had three grids: the new one gets the number after the highest
    expect(made).toEqual([{ draftId: -1, id: expect.any(Number), code: `${street}001004` }])
    await seen(revision)
    const after = await test.ask(getCity, { params: { city } })
    expect(after.figures).toMatchObject({
      grids: before.figures.grids + 1,
      households: before.figures.households,
      residents: before.figures.residents,
    })
    expect(after.changes.list.at(-1)).toMatchObject({ revision, layers: expect.arrayContaining(['grids']) })
    expect((await grids()).find(({ code }) => code === `${street}001004`)).toMatchObject({
      name: '新网格',
      fullTimeWorkers: 1,
    })
    expect(certifyDraft(await client.base(street)).every(({ holds }) => holds)).toBe(true)
  })

  it('is idempotent for repeated requests of anyone', async () => {
    const id = await client.begin(street)
    await client.add(id, [await cut(`${street}001002`)], own)
    const first = await client.release(id, street)
    const again = await Promise.all([client.publish(id), client.publish(id, aReviewer(city, '321001'))])
    for (const answer of again) expect(answer).toMatchObject({ revision: first.revision, grids: first.grids })
    const {
      rows: [count],
    } = await test.database.query<{ count: number }>(
      `select count(*)::int4 as count from city_${city}.changeset where request_id = $1`,
      [id],
    )
    expect(count!.count).toBe(1)
    await seen(first.revision)
  })

  it('happens once when requested concurrently', async () => {
    const id = await client.begin(street)
    await client.add(id, [await cut(`${street}001003`)], own)
    await client.submit(id, own)
    await client.approve(id)
    const [one, other] = await Promise.all([
      client.publish(id),
      client.publish(id, aReviewer(city, '321001')),
    ])
    expect(other.grids).toEqual(one.grids)
    expect(other.revision).toBe(one.revision)
    await seen(one.revision)
  })

  it('rejects approval by the submitter, and submission of an empty draft', async () => {
    const id = await client.begin(street, aReviewer(city))
    await expect(client.submit(id, aReviewer(city))).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'nothing_changes' } },
    })
    await client.add(id, [await cut(`${street}002001`)], aReviewer(city))
    await client.submit(id, aReviewer(city))
    await expect(client.approve(id)).rejects.toMatchObject({ problem: { code: 'own_work' } })
    const returned = await test.ask(
      reviewing.returnDraft,
      { params: { city, draft: id }, body: { note: '请改名' } },
      { as: aReviewer(city) },
    )
    expect(returned).toMatchObject({ status: 'open', note: '请改名' })
    await test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: aReviewer(city) })
  })
})

describe('an approval', () => {
  const approvals = async (draft: string) =>
    (
      await test.database.query<{ actor: string }>(
        `select actor from city_${city}.audit where action = 'draft.approve' and object = $1`,
        [`draft:${draft}`],
      )
    ).rows

  it('is recorded once for repeated or concurrent requests', async () => {
    const id = await client.begin(street)
    await client.add(
      id,
      [{ op: 'describe', grid: (await client.findGrid(`${street}001001`)).id, values: { name: '审核一次' } }],
      own,
    )
    await client.submit(id, own)
    const [one, other] = await Promise.all([client.approve(id), client.approve(id)])
    expect(other).toEqual(one)
    expect(await client.approve(id), 'asked again by whoever had no answer').toEqual(one)
    expect(await approvals(id)).toEqual([{ actor: 'demo-planner' }])
    // nor does the approval of what is published bring it back
    const { revision } = await client.publish(id)
    await expect(client.approve(id)).rejects.toMatchObject({ problem: { code: 'wrong_stage' } })
    expect((await client.publish(id)).revision).toBe(revision)
    expect(await approvals(id)).toHaveLength(1)
    await seen(revision)
  })
})

describe('the review of a draft', () => {
  it('contains each grid before and after, borders, issues, certificate and comments', async () => {
    const id = await client.begin(street)
    const operation = await cut(`${street}002002`)
    await client.add(id, [operation], own)
    const place: [number, number] = [1_200_050_000, 330_080_000]
    const comment = { id: randomUUID(), text: '这里应沿河', place, grid: operation.grid }
    for (let i = 0; i < 2; i++)
      await test.ask(reviewing.addComment, { params: { city, draft: id }, body: comment })
    const review = await test.ask(
      reviewing.getReview,
      { params: { city, draft: id } },
      { as: { role: 'leader', area: { city } } },
    )
    expect(review.differences.map(({ id: grid, what, from }) => ({ grid, what, from }))).toEqual([
      { grid: operation.grid, what: 'changed', from: [] },
      { grid: -1, what: 'new', from: [operation.grid] },
    ])
    const [kept, fresh] = review.differences
    expect(kept!.before!.households).toBe(kept!.after!.households + fresh!.after!.households)
    expect(review.moved.households).toBe(fresh!.after!.households)
    expect(review.borders.removedM).toBeCloseTo(0, 3)
    // a brick is some 670 m high
    expect(review.borders.addedM).toBeGreaterThan(600)
    expect(review.borders.addedM).toBeLessThan(800)
    expect(review.points.length).toBeGreaterThanOrEqual(2)
    expect(review.certificate.holds).toBe(true)
    expect(review.issues.map(({ type }) => type)).toContain('too_few_households')
    expect(review.comments).toMatchObject([
      { text: '这里应沿河', place, grid: operation.grid, author: 'demo-planner' },
    ])
    expect(review.stale).toBeNull()
    await test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: own })
  })
})

describe('grid codes', () => {
  it('are renumbered only on request, from west to east and without duplicates', async () => {
    const before = await grids(`${street}001`)
    const id = await client.begin(street)
    await client.add(id, [{ op: 'renumber', community: `${street}001` }], own)
    const { revision, grids: numbered } = await client.release(id, street)
    await seen(revision)
    const after = await grids(`${street}001`)
    expect(after.map(({ id: grid }) => grid).toSorted((a, b) => a - b)).toEqual(
      before.map(({ id: grid }) => grid).toSorted((a, b) => a - b),
    )
    const { rows: everUsed } = await test.database.query<{ code: string }>(
      `
      select code from city_${city}.grid where code like $1 union select fields ->> 'code' from city_${city}.grid_history where fields ->> 'code' like $1`,
      [`${street}001%`],
    )
    const old = new Set(before.map(({ code }) => code))
    for (const { code } of after) expect(old.has(code), code).toBe(false)
    expect(new Set(everUsed.map(({ code }) => code)).size).toBeGreaterThanOrEqual(
      before.length + after.length,
    )
    const state = await client.base(street)
    const places = after
      .map(({ id: grid }) => getShapeBox(state.set.cells.get(grid)!.shape))
      .map(([west, , east]) => west + east)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(numbered).toHaveLength(after.length)
    const {
      rows: [aliased],
    } = await test.database.query<{ alias_codes: object }>(
      `select alias_codes from city_${city}.grid where id = $1`,
      [after[0]!.id],
    )
    expect(aliased!.alias_codes).toMatchObject({
      former: before.find((grid) => grid.id === after[0]!.id)!.code,
    })
  })
})

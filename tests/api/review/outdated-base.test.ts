import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
const street = '321001001'
const north = '321001002'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

const cut = (code: string, newGrid = -1, part = 0.4) => client.cut(code, newGrid, part)
/** The snapshot follows the database by notification. */
const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)

describe('a draft on an outdated base', () => {
  it('lists the conflicting grids and can be rebased', async () => {
    const [slow, quick] = [await client.begin(street, own, '慢'), await client.begin(street, own, '快')]
    const operation = await cut(`${street}002003`, -1, 0.3)
    await client.add(slow, [operation, await cut(`${street}002001`, -2)], own)
    await client.add(quick, [await cut(`${street}002003`, -1, 0.7)], own)
    await seen((await client.release(quick, street)).revision)

    const opened = await client.open(slow)
    expect(opened.stale?.grids.map(({ what }) => what).toSorted()).toEqual(['changed', 'new'])
    expect(opened.ground, 'the ground it was drawn on is still there').not.toBeNull()
    await expect(client.submit(slow, own)).rejects.toMatchObject({
      problem: { code: 'stale_base', details: { grids: [{ id: operation.grid }] } },
    })
    const { draft, leftOut } = await test.ask(
      contract.rebaseDraft,
      { params: { city, draft: slow }, body: {} },
      { as: own },
    )
    expect(leftOut).toEqual([])
    expect((await client.open(slow)).stale).toBeNull()
    expect((await client.state(slow)).done).toHaveLength(2)
    expect(draft.baseRevision).toBeGreaterThan(opened.draft.baseRevision)
    await seen((await client.release(slow, street)).revision)
  })

  it('is not rebased while an operation is impossible, unless that operation is left out', async () => {
    const [slow, quick] = [await client.begin(street), await client.begin(street)]
    const [one, two] = [await client.findGrid(`${street}001001`), await client.findGrid(`${street}001002`)]
    await client.add(
      slow,
      [
        { op: 'merge', grids: [one.id, two.id], keep: one.id },
        { op: 'describe', grid: one.id, values: { name: '合并网格' } },
      ],
      own,
    )
    await client.add(quick, [{ op: 'merge', grids: [two.id, one.id], keep: two.id }], own)
    await seen((await client.release(quick, street)).revision)
    const rebase = (leaveOut: boolean) =>
      test.ask(contract.rebaseDraft, { params: { city, draft: slow }, body: { leaveOut } }, { as: own })
    await expect(rebase(false)).rejects.toMatchObject({
      problem: {
        code: 'stale_base',
        details: { refused: [{ code: 'unknown_cell' }, { code: 'unknown_cell' }] },
      },
    })
    expect((await rebase(true)).leftOut).toHaveLength(2)
    expect((await client.state(slow)).done).toEqual([])
  })

  it('can be published when the other change is elsewhere in the city', async () => {
    const [mine, theirs] = [await client.begin(street), await client.begin(north, anOfficial(city, north))]
    await client.add(mine, [await cut(`${street}001002`, -1, 0.2)], own)
    await client.add(theirs, [await cut(`${north}002001`)], anOfficial(city, north))
    await seen((await client.release(theirs, north)).revision)
    await seen((await client.release(mine, street)).revision)
  })
})

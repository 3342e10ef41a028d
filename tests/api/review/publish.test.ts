import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { listGrids } from '#shared/contract/city/features.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { loadCity } from '../../../api/snapshot/load-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { findBorderVertex } from '../../helpers/drafts/find-border-vertex.ts'
import { createDraftClient, anOfficial, aReviewer } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
const street = '321001001'
const north = '321001002'
const own = anOfficial(city, street)

let test: TestApp
let draw: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
  draw = createDraftClient(test, city)
})
afterAll(() => test.close())

const ground = async (unit = street) =>
  readDraftBase(await test.ask(contract.getDraftBase, { params: { city, unit } }))
const cellOf = async (code: string) => {
  const state = await ground(code.slice(0, 9))
  const id = [...state.facts].find(([, facts]) => facts.code === code)![0]
  return { id, shape: state.set.cells.get(id)!.shape, facts: state.facts.get(id)! }
}
async function cut(
  code: string,
  newGrid = -1,
  part = 0.4,
): Promise<Extract<DraftOperation, { op: 'split' }>> {
  const { id, shape } = await cellOf(code)
  const [west, south, east, upper] = getShapeBox(shape)
  const x = Math.round(west + (east - west) * part)
  return {
    op: 'split',
    grid: id,
    line: [
      [x, south - 500],
      [x, upper + 500],
    ],
    newGrid,
  }
}
const grids = async (parent = street) =>
  (await test.ask(listGrids, { params: { city }, query: { parent } })).grids
/** The snapshot follows the database by notification. */
const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)
/** Twice the area of a shape in square lattice units: exact. */
const latticeArea = (shape: MultiPolygon) =>
  shape.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)

describe('publishing a draft', () => {
  it('updates codes, statistics and revision of the city in one change', async () => {
    const before = await test.ask(getCity, { params: { city } })
    const id = await draw.begin(street)
    const operation = await cut(`${street}001001`)
    await draw.add(
      id,
      [operation, { op: 'describe', grid: -1, values: { name: '新网格', fullTimeWorkers: 1 } }],
      own,
    )
    await expect(draw.publish(id)).rejects.toMatchObject({ problem: { code: 'wrong_stage' } })
    await draw.submit(id, own)
    await draw.approve(id)
    const { draft, revision, grids: made } = await draw.publish(id)
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
    expect(certifyDraft(await ground()).every(({ holds }) => holds)).toBe(true)
  })

  it('is idempotent for repeated requests of anyone', async () => {
    const id = await draw.begin(street)
    await draw.add(id, [await cut(`${street}001002`)], own)
    const first = await draw.release(id, street)
    const again = await Promise.all([draw.publish(id), draw.publish(id, aReviewer(city, '321001'))])
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
    const id = await draw.begin(street)
    await draw.add(id, [await cut(`${street}001003`)], own)
    await draw.submit(id, own)
    await draw.approve(id)
    const [one, other] = await Promise.all([draw.publish(id), draw.publish(id, aReviewer(city, '321001'))])
    expect(other.grids).toEqual(one.grids)
    expect(other.revision).toBe(one.revision)
    await seen(one.revision)
  })

  it('rejects approval by the submitter, and submission of an empty draft', async () => {
    const id = await draw.begin(street, aReviewer(city))
    await expect(draw.submit(id, aReviewer(city))).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'nothing_changes' } },
    })
    await draw.add(id, [await cut(`${street}002001`)], aReviewer(city))
    await draw.submit(id, aReviewer(city))
    await expect(draw.approve(id)).rejects.toMatchObject({ problem: { code: 'own_work' } })
    const returned = await test.ask(
      reviewing.returnDraft,
      { params: { city, draft: id }, body: { note: '请改名' } },
      { as: aReviewer(city) },
    )
    expect(returned).toMatchObject({ status: 'open', note: '请改名' })
    await test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: aReviewer(city) })
  })
})

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
    const id = await draw.begin(street)
    const grid = (await cellOf(`${street}002002`)).id
    await draw.add(id, [{ op: 'describe', grid, values: { name: '街道所改' } }], own)
    await draw.leave(id, own)
    await draw.add(id, [{ op: 'describe', grid, values: { name: '区里所改' } }], aReviewer(city))
    await draw.submit(id, own)
    await expect(draw.approve(id)).rejects.toMatchObject(made)
    const review = await test.ask(reviewing.getReview, { params: { city, draft: id } })
    expect(review).toMatchObject({
      makers: ['demo-planner', 'demo-street_official'],
      ownWorkAllowed: false,
      draft: { status: 'submitted' },
    })

    await allowOwnWork(true)
    expect(await draw.approve(id)).toMatchObject({ status: 'approved' })
    await allowOwnWork(false)
    const before = await test.ask(getCity, { params: { city } })
    await expect(draw.publish(id)).rejects.toMatchObject(made)
    expect((await test.ask(getCity, { params: { city } })).provenance.revision).toBe(
      before.provenance.revision,
    )

    await allowOwnWork(true)
    const { revision } = await draw.publish(id)
    await seen(revision)
    await allowOwnWork(false)
  })

  it('count undone steps and steps from before a rebase', async () => {
    const id = await draw.begin(street)
    const grid = (await cellOf(`${street}002002`)).id
    await draw.add(id, [{ op: 'describe', grid, values: { name: '先改' } }], aReviewer(city))
    await draw.leave(id, aReviewer(city))
    await draw.step(id, 'undo', own)
    await draw.add(id, [{ op: 'describe', grid, values: { name: '后改' } }], own)
    await test.ask(
      contract.rebaseDraft,
      { params: { city, draft: id }, body: { leaveOut: false } },
      { as: own },
    )
    await draw.submit(id, own)
    await expect(draw.approve(id)).rejects.toMatchObject(made)
    await test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: own })
  })
})

describe('a border that is shared with another street', () => {
  it('moves for both streets once the other street has agreed', async () => {
    const id = await draw.begin(street)
    const from = findBorderVertex(await ground(), street)
    const { refused } = await draw.add(
      id,
      [{ op: 'moveVertex', from: [from[0], from[1]], to: [from[0] + 2500, from[1] + 3000] }],
      own,
    )
    expect(refused).toBeNull()
    await draw.submit(id, own)
    await expect(draw.approve(id)).rejects.toMatchObject({
      problem: { code: 'consent_missing', details: { streets: [{ street: north, state: 'needed' }] } },
    })
    const consent = (as: ReturnType<typeof anOfficial>, agrees: boolean, of = north) =>
      test.ask(
        reviewing.consentToDraft,
        { params: { city, draft: id }, body: { street: of, agrees, note: '' } },
        { as },
      )
    await expect(consent(own, true)).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await expect(consent(own, true, street)).rejects.toMatchObject({ problem: { code: 'not_found' } })
    const waiting = await test.ask(
      contract.listDrafts,
      { params: { city }, query: { consent: north } },
      { as: anOfficial(city, north) },
    )
    expect(waiting.drafts.map((draft) => draft.id)).toEqual([id])
    expect((await consent(anOfficial(city, north), false)).consents).toMatchObject([
      { street: north, state: 'refused' },
    ])
    await expect(draw.approve(id)).rejects.toMatchObject({ problem: { code: 'consent_missing' } })
    await consent(anOfficial(city, north), true)
    await draw.approve(id)
    const { revision } = await draw.publish(id)
    await seen(revision)
    const { changes } = await test.ask(getCity, { params: { city } })
    expect(changes.list.at(-1)!.layers.toSorted()).toEqual(['communities', 'grids', 'streets'])
    for (const unit of [street, north])
      expect(certifyDraft(await ground(unit)).every(({ holds }) => holds)).toBe(true)
    // outlines and all: what was read again of the city is what is there
    expect((await test.app.cities.get(city)).snapshot).toEqual((await loadCity(test.database, city)).snapshot)
  })

  /*
      north  ┌──────────────┐       ┌──────────────┐
             ├──a────────b──┤   →   ├──a        b──┤    land above the line goes to the grid of the north,
      own    │     grid     │       │   ╲______╱   │    and both streets' outlines go with it
   */
  it('reshapes grids and outlines of both streets, and only with the other street’s consent', async () => {
    const before = await ground()
    const grid = await cellOf(`${street}002002`)
    const outlines = async () =>
      Promise.all(
        [street, north].map(async (unit) => latticeArea((await ground(unit)).set.outlines.get(unit)!.shape)),
      )
    const [outlineBefore, outlineOfNorthBefore] = await outlines()
    const above = [...before.set.cells.values()].filter(
      ({ id }) => before.places.get(id) === 'beside' && (before.facts.get(id)?.code ?? '').startsWith(north),
    )
    // from one junction to the next: the border that it has with one of the grids above
    const [shared] = above
      .map(({ shape }) =>
        grid.shape
          .flat(2)
          .filter((point) => shape.flat(2).some((other) => String(other) === String(point)))
          .sort((one, other) => one[0] - other[0]),
      )
      .sort((one, other) => other.length - one.length)
    if (shared === undefined) throw new Error('no grid above')
    const [from, to] = [shared[1]!, shared.at(-2)!]
    const middle: [number, number] = [Math.round((from[0] + to[0]) / 2), Math.min(from[1], to[1]) - 12_000]
    const id = await draw.begin(street)
    expect(
      (
        await draw.add(
          id,
          [
            {
              op: 'reshape',
              grid: grid.id,
              line: [from, middle, to].map(([x, y]): [number, number] => [x, y]),
            },
          ],
          own,
        )
      ).refused,
    ).toBeNull()
    await draw.submit(id, own)
    await expect(draw.approve(id)).rejects.toMatchObject({
      problem: { code: 'consent_missing', details: { streets: [{ street: north, state: 'needed' }] } },
    })
    await expect(draw.publish(id)).rejects.toMatchObject({ problem: { code: 'wrong_stage' } })
    await test.ask(
      reviewing.consentToDraft,
      { params: { city, draft: id }, body: { street: north, agrees: true, note: '同意' } },
      { as: anOfficial(city, north) },
    )
    await draw.approve(id)
    await seen((await draw.publish(id)).revision)

    const after = await ground()
    const areaOf = (state: typeof before, cell: number) => latticeArea(state.set.cells.get(cell)!.shape)
    expect(areaOf(after, grid.id)).toBeLessThan(areaOf(before, grid.id))
    const grown = above.filter((cell) => areaOf(after, cell.id) > areaOf(before, cell.id))
    expect(grown.length).toBeGreaterThan(0)
    // not a lattice unit was lost, and nobody of those who live there
    const all = [grid.id, ...above.map((cell) => cell.id)]
    const total = (state: typeof before) => all.reduce((sum, cell) => sum + areaOf(state, cell), 0)
    expect(total(after)).toBe(total(before))
    const households = (state: typeof before) =>
      all.reduce((sum, cell) => sum + state.facts.get(cell)!.households, 0)
    expect(households(after)).toBe(households(before))
    const [outline, outlineOfNorth] = await outlines()
    expect(outlineOfNorth! - outlineOfNorthBefore!, 'what the one outline gives the other gets').toBe(
      outlineBefore! - outline!,
    )
    expect(outline).toBeLessThan(outlineBefore!)
    for (const unit of [street, north])
      expect(
        certifyDraft(await ground(unit)).every(({ holds }) => holds),
        unit,
      ).toBe(true)
    expect((await test.app.cities.get(city)).snapshot).toEqual((await loadCity(test.database, city)).snapshot)
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
    const id = await draw.begin(street)
    await draw.add(
      id,
      [{ op: 'describe', grid: (await cellOf(`${street}001001`)).id, values: { name: '审核一次' } }],
      own,
    )
    await draw.submit(id, own)
    const [one, other] = await Promise.all([draw.approve(id), draw.approve(id)])
    expect(other).toEqual(one)
    expect(await draw.approve(id), 'asked again by whoever had no answer').toEqual(one)
    expect(await approvals(id)).toEqual([{ actor: 'demo-planner' }])
    // nor does the approval of what is published bring it back
    const { revision } = await draw.publish(id)
    await expect(draw.approve(id)).rejects.toMatchObject({ problem: { code: 'wrong_stage' } })
    expect((await draw.publish(id)).revision).toBe(revision)
    expect(await approvals(id)).toHaveLength(1)
    await seen(revision)
  })
})

describe('the review of a draft', () => {
  it('contains each grid before and after, borders, issues, certificate and comments', async () => {
    const id = await draw.begin(street)
    const operation = await cut(`${street}002002`)
    await draw.add(id, [operation], own)
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

describe('a draft on an outdated base', () => {
  it('lists the conflicting grids and can be rebased', async () => {
    const [slow, quick] = [await draw.begin(street, own, '慢'), await draw.begin(street, own, '快')]
    const operation = await cut(`${street}002003`, -1, 0.3)
    await draw.add(slow, [operation, await cut(`${street}002001`, -2)], own)
    await draw.add(quick, [await cut(`${street}002003`, -1, 0.7)], own)
    await seen((await draw.release(quick, street)).revision)

    const opened = await draw.open(slow)
    expect(opened.stale?.grids.map(({ what }) => what).toSorted()).toEqual(['changed', 'new'])
    expect(opened.ground, 'the ground it was drawn on is still there').not.toBeNull()
    await expect(draw.submit(slow, own)).rejects.toMatchObject({
      problem: { code: 'stale_base', details: { grids: [{ id: operation.grid }] } },
    })
    const { draft, leftOut } = await test.ask(
      contract.rebaseDraft,
      { params: { city, draft: slow }, body: {} },
      { as: own },
    )
    expect(leftOut).toEqual([])
    expect((await draw.open(slow)).stale).toBeNull()
    expect((await draw.state(slow)).done).toHaveLength(2)
    expect(draft.baseRevision).toBeGreaterThan(opened.draft.baseRevision)
    await seen((await draw.release(slow, street)).revision)
  })

  it('is not rebased while an operation is impossible, unless that operation is left out', async () => {
    const [slow, quick] = [await draw.begin(street), await draw.begin(street)]
    const [one, two] = [await cellOf(`${street}001001`), await cellOf(`${street}001004`)]
    await draw.add(
      slow,
      [
        { op: 'merge', grids: [one.id, two.id], keep: one.id },
        { op: 'describe', grid: one.id, values: { name: '合并网格' } },
      ],
      own,
    )
    await draw.add(quick, [{ op: 'merge', grids: [two.id, one.id], keep: two.id }], own)
    await seen((await draw.release(quick, street)).revision)
    const rebase = (leaveOut: boolean) =>
      test.ask(contract.rebaseDraft, { params: { city, draft: slow }, body: { leaveOut } }, { as: own })
    await expect(rebase(false)).rejects.toMatchObject({
      problem: {
        code: 'stale_base',
        details: { refused: [{ code: 'unknown_cell' }, { code: 'unknown_cell' }] },
      },
    })
    expect((await rebase(true)).leftOut).toHaveLength(2)
    expect((await draw.state(slow)).done).toEqual([])
  })

  it('can be published when the other change is elsewhere in the city', async () => {
    const [mine, theirs] = [await draw.begin(street), await draw.begin(north, anOfficial(city, north))]
    await draw.add(mine, [await cut(`${street}001002`, -1, 0.2)], own)
    await draw.add(theirs, [await cut(`${north}002001`)], anOfficial(city, north))
    await seen((await draw.release(theirs, north)).revision)
    await seen((await draw.release(mine, street)).revision)
  })
})

describe('grid codes', () => {
  it('are renumbered only on request, from west to east and without duplicates', async () => {
    const before = await grids(`${street}001`)
    const id = await draw.begin(street)
    await draw.add(id, [{ op: 'renumber', community: `${street}001` }], own)
    const { revision, grids: numbered } = await draw.release(id, street)
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
    const state = await ground()
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

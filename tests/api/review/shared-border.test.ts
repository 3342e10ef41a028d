import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { loadCity } from '../../../api/snapshot/load-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { findBorderVertex } from '../../helpers/drafts/find-border-vertex.ts'
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

/** The snapshot follows the database by notification. */
const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)
/** Twice the area of a shape in square lattice units: exact. */
const latticeArea = (shape: MultiPolygon) =>
  shape.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)

describe('a border that is shared with another street', () => {
  it('moves for both streets once the other street has agreed', async () => {
    const id = await client.begin(street)
    const from = findBorderVertex(await client.base(street), street)
    const { refused } = await client.add(
      id,
      [{ op: 'moveVertex', from: [from[0], from[1]], to: [from[0] + 2500, from[1] + 3000] }],
      own,
    )
    expect(refused).toBeNull()
    await client.submit(id, own)
    await expect(client.approve(id)).rejects.toMatchObject({
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
    await expect(client.approve(id)).rejects.toMatchObject({ problem: { code: 'consent_missing' } })
    await consent(anOfficial(city, north), true)
    await client.approve(id)
    const { revision } = await client.publish(id)
    await seen(revision)
    const { changes } = await test.ask(getCity, { params: { city } })
    expect(changes.list.at(-1)!.layers.toSorted()).toEqual(['communities', 'grids', 'streets'])
    for (const unit of [street, north])
      expect(certifyDraft(await client.base(unit)).every(({ holds }) => holds)).toBe(true)
    // outlines and all: what was read again of the city is what is there
    expect((await test.app.cities.get(city)).snapshot).toEqual((await loadCity(test.database, city)).snapshot)
  })

  /*
      north  ┌──────────────┐       ┌──────────────┐
             ├──a────────b──┤   →   ├──a        b──┤    land above the line goes to the grid of the north,
      own    │     grid     │       │   ╲______╱   │    and both streets' outlines go with it
   */
  it('reshapes grids and outlines of both streets, and only with the other street’s consent', async () => {
    const before = await client.base(street)
    const grid = await client.findGrid(`${street}002002`)
    const outlines = async () =>
      Promise.all(
        [street, north].map(async (unit) =>
          latticeArea((await client.base(unit)).set.outlines.get(unit)!.shape),
        ),
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
    const id = await client.begin(street)
    expect(
      (
        await client.add(
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
    await client.submit(id, own)
    await expect(client.approve(id)).rejects.toMatchObject({
      problem: { code: 'consent_missing', details: { streets: [{ street: north, state: 'needed' }] } },
    })
    await expect(client.publish(id)).rejects.toMatchObject({ problem: { code: 'wrong_stage' } })
    await test.ask(
      reviewing.consentToDraft,
      { params: { city, draft: id }, body: { street: north, agrees: true, note: '同意' } },
      { as: anOfficial(city, north) },
    )
    await client.approve(id)
    await seen((await client.publish(id)).revision)

    const after = await client.base(street)
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
        certifyDraft(await client.base(unit)).every(({ holds }) => holds),
        unit,
      ).toBe(true)
    expect((await test.app.cities.get(city)).snapshot).toEqual((await loadCity(test.database, city)).snapshot)
  })
})

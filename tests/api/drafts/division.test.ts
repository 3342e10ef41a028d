import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getSnapTargets } from '#shared/contract/drafts/drafts.ts'
import type { Revision } from '#shared/contract/ids.ts'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import { readDivisionLines } from '#shared/division/read-division-lines.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { addBuildings } from '../../helpers/city/add-buildings.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'

const city = '321000'
const street = '321001001'
const community = `${street}001`
const own = anOfficial(city, street)
const facts = addBuildings(aCity({ code: city, columns: 3, rows: 4 }), { perGrid: 10 })

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [facts] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

/** Proposes five grids for the community, which has three. */
async function propose(draft: string) {
  const { state } = await client.state(draft)
  const grids = [...state.set.cells.values()].filter((cell) => cell.community === community)
  const lines = readDivisionLines(await test.ask(getSnapTargets, { params: { city, unit: street } }))
  const input = readDivisionInput(
    state,
    grids.map(({ id }) => id),
    lines,
    { count: 5, tolerance: 0.25, keepsCompounds: false, seed: 1 },
  )
  const result = proposeDivision(input, {
    styles: ['lines'],
    effort: { starts: 2, patience: 2, recombinations: 5, stepsPerAtom: 60, mostSteps: 20_000 },
    newIds: [-1, -2, -3, -4, -5],
  })
  if (!result.ok) throw new Error(result.reason)
  return result.proposals[0]!
}

/** @param revision waits until the snapshot has it; absent: that of now */
const gridsOf = async (revision?: Revision) => {
  const { grids, units } = (await test.app.cities.get(city, revision)).snapshot
  const row = units.community.codes.indexOf(community)
  return grids.codes.flatMap((code, grid) =>
    grids.community[grid] === row
      ? [{ code, name: grids.names[grid], households: grids.households[grid] ?? 0 }]
      : [],
  )
}

describe('a proposed division', () => {
  it('is one step of a draft: taken, undone, taken again, handed in and published', async () => {
    const before = await gridsOf()
    const draft = await client.begin(street, own)
    const { operation, figures } = await propose(draft)
    const answer = await client.add(draft, [operation], own)
    expect(answer.draft.steps).toBe(1)
    const count = async () =>
      [...(await client.state(draft)).state.set.cells.values()].filter((each) => each.community === community)
        .length
    expect(await count()).toBe(5)
    await client.step(draft, 'undo', own)
    expect(await count()).toBe(3)
    await client.step(draft, 'redo', own)
    const { revision } = await client.release(draft, street)

    const after = await gridsOf(revision)
    const sum = (grids: typeof after) => grids.reduce((total, { households }) => total + households, 0)
    expect(after.length).toBe(5)
    expect(sum(after)).toBe(sum(before))
    expect(after.map(({ households }) => households).sort((a, b) => a - b)).toEqual(
      figures.households.toSorted((a, b) => a - b),
    )
    expect(new Set(after.map(({ name }) => name)).size).toBe(5)
    // three grids keep their codes, and two get the next ones
    expect(after.map(({ code }) => code.slice(-3)).sort()).toEqual(['001', '002', '003', '004', '005'])
  })

  it('is run again by the server: borders that do not divide the land are rejected', async () => {
    const other = `321001002`
    const official = anOfficial(city, other)
    const draft = await client.begin(other, official)
    const { state } = await client.state(draft)
    const [cell] = [...state.set.cells.values()].filter(({ community: code }) => code.startsWith(other))
    const [x, y] = cell!.shape[0]![0]![0]!
    const answer = await client.add(
      draft,
      [
        {
          op: 'divide',
          grids: [cell!.id],
          borders: [
            [
              [x, y],
              [x + 900, y + 900],
            ],
          ],
          parts: [
            { grid: cell!.id, at: [[x + 1000, y + 2000]] },
            { grid: -1, at: [[x + 2000, y + 1000]] },
          ],
        },
      ],
      official,
    )
    expect(answer.draft.steps).toBe(0)
    expect(answer.refused?.reason.code).toBe('line_dangles')
  })
})

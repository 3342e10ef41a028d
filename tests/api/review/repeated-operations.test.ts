import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321400'
const street = '321401001'
const far = '321402002'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)

/** Every coordinate of the grids and outlines, in the order of their vertices. */
const toCoordinates = ({ set }: DraftState) => ({
  cells: new Map([...set.cells].map(([id, { shape }]) => [id, shape])),
  outlines: new Map([...set.outlines].map(([unit, { shape }]) => [unit, shape])),
})

/** One operation of every kind that computes coordinates, among them a border redrawn past junctions. */
async function draw(): Promise<DraftOperation[]> {
  const { id, shape } = await client.findGrid(`${street}001002`)
  const [west, south, east, north] = getShapeBox(shape)
  const [x, y] = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  const ring = shape[0]?.[0] ?? []
  const at = (part: number): Point => ring[Math.round(part * ring.length) % ring.length] ?? [0, 0]
  const [a, b] = [at(0.3), at(0.6)]
  const cut = await client.cut(`${street}001003`, -1, 0.4)
  return [
    cut,
    {
      op: 'reshape',
      grid: id,
      line: [
        [a[0], a[1]],
        [x + 1234, y + 777],
        [b[0], b[1]],
      ],
    },
    {
      op: 'carve',
      newGrid: -2,
      ring: [
        [x - 9000, y - 8000],
        [x + 3000, y - 8000],
        [x + 3000, y + 1000],
        [x - 9000, y - 8000],
      ],
    },
    { op: 'moveVertex', from: [x + 3000, y - 8000], to: [x + 3431, y - 8123] },
    { op: 'merge', grids: [cut.grid, -1] },
  ]
}

describe('operations that are run again', () => {
  it('give the same coordinates after a rebase, when undone to the beginning, redone, and published', async () => {
    const id = await client.begin(street)
    const operations = await draw()
    const { refused } = await client.add(id, operations, own)
    expect(refused).toBeNull()
    const drawn = toCoordinates((await client.state(id)).state)

    const elsewhere = await client.begin(far)
    await client.add(elsewhere, [await client.cut(`${far}001001`)], anOfficial(city, far))
    await seen((await client.release(elsewhere, far)).revision)
    const { leftOut } = await test.ask(
      contract.rebaseDraft,
      { params: { city, draft: id }, body: {} },
      { as: own },
    )
    expect(leftOut).toEqual([])
    expect(toCoordinates((await client.state(id)).state)).toEqual(drawn)

    for (let i = 0; i < operations.length; i++) await client.step(id, 'undo', own)
    expect(toCoordinates((await client.state(id)).state)).toEqual(toCoordinates(await client.base(street)))
    for (let i = 0; i < operations.length; i++) await client.step(id, 'redo', own)
    expect(toCoordinates((await client.state(id)).state)).toEqual(drawn)

    const { revision, grids } = await client.release(id, street)
    await seen(revision)
    const published = toCoordinates(await client.base(street))
    const final = new Map(grids.map(({ draftId, id: number }) => [draftId, number]))
    expect(published.outlines).toEqual(drawn.outlines)
    expect(published.cells).toEqual(
      new Map([...drawn.cells].map(([cell, shape]) => [final.get(cell) ?? cell, shape])),
    )
  })
})

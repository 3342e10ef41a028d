import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getBlankSpots } from '#shared/contract/coverage/gaps.ts'
import { getReview } from '#shared/contract/drafts/draft-review.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { listPremisesChangingCommunity } from '#shared/drafts/assignment/list-premises-changing-community.ts'
import { rewindHistory } from '#shared/drafts/draft-history.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'

const city = '321000'
const street = '321001001'
const [south, north] = [`${street}001`, `${street}002`]

/*
 *     north   ●            ←  premises and a park above a vertex of the border
 *     ────────v────────       between the two communities of the street;
 *     south                   the draft moves the vertex beyond them
 */
const plain = aCity({ code: city, columns: 3, rows: 4 })
const verticesOf = (community: string) =>
  plain.grids.filter((grid) => grid.communityCode === community).flatMap(({ geometry }) => geometry.flat(2))
const countOf = (points: readonly Point[], point: Point) =>
  points.filter((each) => String(each) === String(point)).length
const vertex = verticesOf(south).find(
  (point) => countOf(verticesOf(south), point) === 1 && countOf(verticesOf(north), point) === 1,
)!
const [x, y] = vertex
const above: Point = [x, y + 1000]
const station = { ...plain.premises[0]!, communityCode: north, geometry: above }
const facts = {
  ...plain,
  premises: [
    { ...station, code: 'S-101', name: '随地站' },
    { ...station, code: 'S-102', name: '另属站', communityCode: `321001002001` },
    { ...station, code: 'S-103', name: '远处站', geometry: [x, y + 9000] as Point },
  ],
  parks: [
    {
      ...plain.parks[0]!,
      code: 'P-101',
      name: '随地园',
      communityCode: north,
      geometry: [
        [
          [
            [x - 100, y + 900],
            [x + 100, y + 900],
            [x + 100, y + 1100],
            [x - 100, y + 1100],
          ] as Point[],
        ],
      ],
    },
  ],
}

let test: TestApp
let client: ReturnType<typeof createDraftClient>
let draft: string
const own = anOfficial(city, street)
beforeAll(async () => {
  test = await openTestApp({ cities: [facts] })
  client = createDraftClient(test, city)
  draft = await client.begin(street, own)
  await client.add(draft, [{ op: 'moveVertex', from: [x, y], to: [x, y + 3000] }], own)
})
afterAll(() => test.close())

const communityOf = async (code: string, day?: string) => {
  const { snapshot } = await test.app.cities.get(day === undefined ? city : `${city}@${day}`)
  const table = code.startsWith('P') ? snapshot.parks : snapshot.premises
  return snapshot.units.community.codes[table.community[table.codes.indexOf(code)]!]
}
const elsewhere = async () => {
  const { lists } = await test.ask(getBlankSpots, { params: { city } })
  return lists
    .filter(({ id }) => id.endsWith('Elsewhere'))
    .flatMap(({ spots }) => spots.map(({ code, stated, lies }) => [code, stated?.name, lies?.name]))
}

describe('a draft that gives the ground under premises and a park to another community', () => {
  it('says so in the editor and in its review, with what goes along', async () => {
    const history = await client.state(draft)
    const [base, { state }] = [rewindHistory(history), history]
    const listNames = (after: DraftState) =>
      listPremisesChangingCommunity(base, after)
        .map(({ name }) => name)
        .sort()
    expect(listNames(state)).toEqual(['另属站', '随地站'])
    // the grid that somebody chooses decides, not the ground
    const premises = state.premises!
    const owner = premises.owner.map((now, row) =>
      premises.names[row] === '随地站' ? base.premises!.owner[row]! : now,
    )
    expect(listNames({ ...state, premises: { ...premises, owner } })).toEqual(['另属站'])
    const { movedFeatures } = await test.ask(getReview, { params: { city, draft } }, { as: own })
    expect(movedFeatures.map(({ code, follows }) => [code, follows]).sort()).toEqual([
      ['P-101', true],
      ['S-101', true],
      ['S-102', false],
    ])
    expect(movedFeatures[0]).toMatchObject({ from: { name: '第2社区' }, to: { name: '第1社区' } })
  })

  it('takes those along that belong to the community of their ground, from its day on', async () => {
    expect(await elsewhere()).toEqual([['S-102', '第3社区', '第2社区']])
    const { revision } = await client.release(draft, street, { effectiveOn: '2020-03-01' })
    await test.app.cities.get(city, revision)
    expect(await Promise.all(['S-101', 'S-102', 'S-103', 'P-101'].map((code) => communityOf(code)))).toEqual([
      south,
      '321001002001',
      north,
      south,
    ])
    expect(await Promise.all(['S-101', 'P-101'].map((code) => communityOf(code, '2020-02-29')))).toEqual([
      north,
      north,
    ])
    expect(await Promise.all(['S-101', 'P-101'].map((code) => communityOf(code, '2020-03-01')))).toEqual([
      south,
      south,
    ])
    expect(await elsewhere()).toEqual([['S-102', '第3社区', '第1社区']])
  })
})

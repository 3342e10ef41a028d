import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
/** Rows 0 and 1 of the brickwork; north of it lies 321001002. */
const street = '321001001'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

describe('the base geometry of a street', () => {
  it('contains its own and neighbouring grids exactly, tiling their communities', async () => {
    const state = await client.base(street)
    const places = [...state.places.values()]
    expect(places.filter((place) => place === 'own')).toHaveLength(9)
    // row 2 of the brickwork lies along the border, row 3 behind it
    expect(places.filter((place) => place === 'beside')).toHaveLength(4)
    expect(places.filter((place) => place === 'beyond')).toHaveLength(5)
    expect(certifyDraft(state)).toEqual(
      [street, `${street}001`, `${street}002`].map((unit) => ({ unit, holds: true })),
    )
  })

  it('comes with nearby features for snapping and counting', async () => {
    const around = await test.ask(contract.getSnapTargets, { params: { city, unit: street } })
    expect(around.roads.name).toEqual(['砖城路'])
    expect(around.premises.kind.toSorted()).toEqual(['center', 'station', 'station'])
    expect(around.waterAreas.class).toEqual(['lake'])
  })
})

describe('validation issues', () => {
  it('list violations of the rule profile with their fixes', async () => {
    const id = await client.begin(street)
    const operation = await client.cut(`${street}002003`, -1)
    await client.add(id, [operation], own)
    const { issues } = await test.ask(contract.getProblems, { params: { city, draft: id } }, { as: own })
    const ofNew = issues.filter(({ cells }) => cells.includes(-1))
    expect(ofNew.map(({ type }) => type).toSorted()).toEqual(['no_branch', 'no_worker', 'too_few_households'])
    expect(issues.every(({ severity }) => severity === 'warning')).toBe(true)
    const few = ofNew.find(({ type }) => type === 'too_few_households')!
    expect(few).toMatchObject({
      wanted: 300,
      fixes: expect.arrayContaining([{ op: 'merge', grids: [operation.grid, -1], keep: operation.grid }]),
    })
    expect((await client.add(id, [few.fixes[0]!], own)).refused).toBeNull()
  })
})

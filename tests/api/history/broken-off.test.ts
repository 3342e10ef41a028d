import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../api/db/database.ts'
import { DatabaseError } from '../../../api/db/database-errors.ts'
import { openDesk } from '../../../api/drafting/open-desk.ts'
import { publishDraft } from '../../../api/drafting/publish-draft.ts'
import { aCity } from '../../helpers/a-city.ts'
import { anApprovedDraft } from '../../helpers/an-approved-draft.ts'
import { territoryOf } from '../../helpers/database/territory.ts'
import { watchChange } from '../../helpers/database/watch-change.ts'
import { openTestApp, type TestApp } from '../../helpers/open-test-app.ts'
import { until } from '../../helpers/until.ts'
import { killWhilePublishing } from './kill-publish.ts'

const city = '321000'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
})
afterAll(() => test.close())

const publish = (id: string, database: Database) =>
  publishDraft(
    openDesk({ database, cities: test.app.cities, now: Date.now }),
    { name: 'demo-planner', address: null },
    { city, id, note: '发布' },
    () => undefined,
  )

describe('a publication that breaks off', () => {
  it('at any statement is not there at all, and is there as a whole when asked again', async () => {
    const id = await anApprovedDraft(test, city, '321001001')
    const before = await territoryOf(test.database, city)
    expect(before['broken']).toBe('')
    let statements = 0
    for (let broken = 1; ; broken++) {
      const database = watchChange(test.database, {
        onStatement(at) {
          if (at === broken) throw new Error(`broken at statement ${at}`)
        },
      })
      const outcome = await publish(id, database).then(
        () => 'published',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      )
      if (outcome === 'published') break
      expect(outcome).toBe(`broken at statement ${broken}`)
      expect(await territoryOf(test.database, city), `after statement ${broken}`).toEqual(before)
      statements = broken
    }
    expect(statements).toBeGreaterThan(15)
    const after = await territoryOf(test.database, city)
    expect(after).toMatchObject({ changesets: Number(before['changesets']) + 1, published: 1, broken: '' })
    expect((await publish(id, test.database)).revision).toBe(after['revision'])
    expect(await territoryOf(test.database, city)).toEqual(after)
    await until(async () => (await test.app.cities.get(city)).snapshot.revision >= Number(after['revision']))
  })

  it('with its answer lost on the way of COMMIT was applied once', async () => {
    const id = await anApprovedDraft(test, city, '321001002')
    const before = await territoryOf(test.database, city)
    let committed = false
    let lost = false
    const watched = watchChange(test.database, {
      onStatement: () => undefined,
      onCommit() {
        committed = true
      },
    })
    const forgetful: Database = {
      ...watched,
      async transaction(work, options) {
        const answer = await watched.transaction(work, options)
        if (committed && !lost) {
          lost = true
          throw Object.assign(new DatabaseError('08006', 'the connection broke'), { outcomeUnknown: true })
        }
        return answer
      },
    }
    const { revision } = await publish(id, forgetful)
    expect(lost).toBe(true)
    expect((await publish(id, test.database)).revision).toBe(revision)
    expect(await territoryOf(test.database, city)).toMatchObject({
      changesets: Number(before['changesets']) + 1,
      revision,
      broken: '',
    })
  })
})

/** Some of the moments; `npx tsx tests/api/history/kill-publish.script.ts` goes through every statement. */
it('a server that is killed while it publishes leaves all of the change or nothing, and whoever asks again publishes once', async () => {
  const { before, kills, last } = await killWhilePublishing([{ at: 5 }, { at: 14 }, { at: 'commit' }])
  expect(before['broken']).toBe('')
  expect(last).toMatchObject({
    again: last.published,
    left: {
      changesets: Number(before['changesets']) + 1,
      published: 1,
      revision: last.published,
      broken: '',
    },
  })
  expect(kills).toHaveLength(3)
  for (const { moment, left } of kills) {
    const whole = moment.at === 'commit' && left['published'] === 1
    expect(left, JSON.stringify(moment)).toEqual(whole ? last.left : before)
  }
}, 120_000)

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Database } from '../../../api/db/database.ts'
import { DatabaseError } from '../../../api/db/database-errors.ts'
import { createDraftService } from '../../../api/drafts/draft-service.ts'
import { publishDraft } from '../../../api/drafts/publish/publish-draft.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anApprovedDraft } from '../../helpers/drafts/an-approved-draft.ts'
import { fingerprintCity } from '../../helpers/database/fingerprint-city.ts'
import { observeChangeset } from '../../helpers/database/observe-changeset.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'
import { killWhilePublishing } from './kill-while-publishing.ts'

const city = '321000'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
})
afterAll(() => test.close())

const publish = (id: DraftId, database: Database) =>
  publishDraft(
    createDraftService({ database, cities: test.app.cities, now: Date.now }),
    { name: 'demo-planner', address: null },
    { city, id, note: '发布' },
    () => undefined,
  )

describe('an interrupted publication', () => {
  it('at any statement leaves nothing behind, and completes when it is retried', async () => {
    const id = await anApprovedDraft(test, city, '321001001')
    const before = await fingerprintCity(test.database, city)
    expect(before['broken']).toBe('')
    let statements = 0
    for (let broken = 1; ; broken++) {
      const database = observeChangeset(test.database, {
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
      expect(await fingerprintCity(test.database, city), `after statement ${broken}`).toEqual(before)
      statements = broken
    }
    expect(statements).toBeGreaterThan(15)
    const after = await fingerprintCity(test.database, city)
    expect(after).toMatchObject({ changesets: Number(before['changesets']) + 1, published: 1, broken: '' })
    expect((await publish(id, test.database)).revision).toBe(after['revision'])
    expect(await fingerprintCity(test.database, city)).toEqual(after)
    await waitUntil(
      async () => (await test.app.cities.get(city)).snapshot.revision >= Number(after['revision']),
    )
  })

  it('whose COMMIT response was lost is applied once', async () => {
    const id = await anApprovedDraft(test, city, '321001002')
    const before = await fingerprintCity(test.database, city)
    let committed = false
    let lost = false
    const watched = observeChangeset(test.database, {
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
    expect(await fingerprintCity(test.database, city)).toMatchObject({
      changesets: Number(before['changesets']) + 1,
      revision,
      broken: '',
    })
  })
})

/** Some of the moments; `npx tsx tests/api/history/kill-while-publishing.script.ts` goes through every statement. */
it('a server killed while publishing leaves all or nothing of the change, and a retry publishes once', async () => {
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

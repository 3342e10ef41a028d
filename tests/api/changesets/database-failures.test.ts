import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commitChangeset } from '../../../api/changesets/commit-changeset.ts'
import { DatabaseError } from '../../../api/db/database-errors.ts'
import type { Database, Queryable } from '../../../api/db/database.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { withCity } from '../../../api/db/transaction/with-city.ts'
import { addRoad, anOutcome, aRequest } from '../../helpers/database/a-changeset.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

const inCity = async <T = { [column: string]: unknown }>(text: string) =>
  (await withCity(subject.database, testCity, (tx) => tx.query<T>(text))).rows
const revision = async () => (await inCity<{ revision: number }>('select revision from meta'))[0]!.revision

beforeEach(() => inCity('delete from road'))
const roads = async () => (await inCity('select 1 from road')).length

describe('when the database fails during a change', () => {
  /** The database, but with `tamper` between it and its caller. */
  const through = (tamper: (run: () => Promise<unknown>) => Promise<unknown>): Database => {
    const transaction: Database['transaction'] = async (work, options) => {
      let answer: { value: Awaited<ReturnType<typeof work>> } | undefined
      await tamper(async () => {
        answer = { value: await subject.database.transaction(work, options) }
      })
      if (!answer) throw new Error('the transaction was not run')
      return answer.value
    }
    return { ...subject.database, transaction }
  }
  const lostAtCommit = () =>
    Object.assign(new DatabaseError('08006', 'connection lost'), { outcomeUnknown: true })
  const add = async (tx: Queryable, { revision }: { revision: number }) => {
    await addRoad(tx, revision)
    return anOutcome('added')
  }

  test('a completed COMMIT whose response was lost counts as applied', async () => {
    let calls = 0
    const database = through(async (run) => {
      await run()
      if (++calls === 1) throw lostAtCommit()
    })
    const before = await revision()
    expect(await commitChangeset(database, aRequest(), add)).toEqual({
      applied: true,
      revision: before + 1,
      answer: 'added',
    })
    expect(await roads()).toBe(1)
  })

  test('a COMMIT that was lost in transit fails as unavailable, and the repeated request applies it', async () => {
    let calls = 0
    const database = through(async (run) => {
      if (++calls === 1) throw lostAtCommit()
      await run()
    })
    const request = aRequest()
    await expect(commitChangeset(database, request, add)).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
    })
    expect(await roads()).toBe(0)
    expect(await commitChangeset(subject.database, request, add)).toMatchObject({ applied: true })
    expect(await roads()).toBe(1)
  })

  test('a deadlock is retried from the start of the work', async () => {
    let tries = 0
    const changed = await commitChangeset(subject.database, aRequest(), async (tx, scope) => {
      if (++tries < 3)
        await tx.query("do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$")
      return add(tx, scope)
    })
    expect([tries, changed.applied, await roads()]).toEqual([3, true, 1])
  })

  test('a repeated deadlock fails as unavailable', async () => {
    await expect(
      commitChangeset(subject.database, aRequest(), async (tx) => {
        await tx.query("do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$")
        return anOutcome(null)
      }),
    ).rejects.toMatchObject({ code: 'unavailable', status: 503 })
  })

  test('a closed database fails as unavailable', async () => {
    const gone = await openTestDatabase({ own: true })
    await gone.database.close()
    await expect(
      commitChangeset(gone.database, aRequest(), async () => anOutcome(null)),
    ).rejects.toMatchObject({
      code: 'unavailable',
    })
    await (await openDatabase(gone.settings)).close()
    await gone.drop()
  })
})

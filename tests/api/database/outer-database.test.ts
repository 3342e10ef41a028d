import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

describe('the outer database inside a transaction', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['query', () => subject.database.query('select 1')],
    ['transaction', () => subject.database.transaction(async () => 1)],
    [
      'query, some calls deeper',
      async () => {
        await Promise.resolve()
        return Promise.all([subject.database.query('select 1')])
      },
    ],
  ])('%s is rejected instead of deadlocking', async (_name, use) => {
    await expect(subject.database.transaction(use)).rejects.toThrow('use the `tx`')
  })

  test('can be used again by work that outlives the transaction', async () => {
    let proceed: () => void = () => undefined
    const over = new Promise<void>((resolve) => {
      proceed = resolve
    })
    let later: Promise<unknown> | undefined
    await subject.database.transaction(async () => {
      later = over.then(() => subject.database.query('select 1'))
    })
    proceed()
    await expect(later).resolves.toMatchObject({ rowCount: 1 })
  })
})

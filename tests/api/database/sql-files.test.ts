import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getCitySchema, SHARED_SCHEMA } from '../../../api/db/transaction/with-city.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'

/** Every statement that lies in a file of its own is understood by the migrated database. */

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

const files = ['api', 'data'].flatMap((room) =>
  readdirSync(join(packageRoot, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .map((name) => `${room}/${name}`)
    .sort(),
)

test.each(files)('%s', async (file) => {
  const text = readFileSync(join(packageRoot, file), 'utf8')
  expect(text, 'begins with a comment: parameters, and what a row means').toMatch(/^-- /)
  await subject.database.transaction(
    async (tx) => {
      await tx.query(`prepare statement_of_file as ${text}`)
      await tx.query('deallocate statement_of_file')
    },
    { searchPath: [getCitySchema(testCity), SHARED_SCHEMA, 'public'] },
  )
})

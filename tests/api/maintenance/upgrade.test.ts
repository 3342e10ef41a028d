import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity, listGrids } from '#shared/contract/city.ts'
import { getSession, signIn } from '#shared/contract/session.ts'
import { schemaSnapshot } from '../../../api/db/schema-snapshot.ts'
import { verifyAudit } from '../../../api/db/verify-audit.ts'
import { withCity, withShared } from '../../../api/db/with-city.ts'
import { restoreBackup } from '../../../api/maintenance/backup/restore-backup.ts'
import { packageRoot } from '../../../api/package-root.ts'
import { aBrowser, soundPassword } from '../../helpers/an-account.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { testAppOn } from '../../helpers/open-test-app.ts'

/** What the first release has left: a small city, an account, a change. Later releases are added beside it, never instead. */
const release = path.join(packageRoot, 'tests/fixtures/release-0.1.0.backup')
const city = '321000'

let test: TestDatabase
beforeAll(async () => {
  test = await openTestDatabase({ holds: 'blank' })
})
afterAll(() => test.drop())

describe('data of the first release', () => {
  it('come up with this program as they were, in the schema that a new city has', async () => {
    const { database } = test
    await restoreBackup(database, release, 'test')
    const committed = await readFile(path.join(packageRoot, 'migrations/schema.snapshot.sql'), 'utf8')
    expect(await schemaSnapshot(database, city)).toBe(committed)
    expect(await withShared(database, (tx) => verifyAudit(tx, 'shared'))).toMatchObject({ broken: null })
    expect(await withCity(database, city, (tx) => verifyAudit(tx, city))).toMatchObject({
      rows: 2,
      broken: null,
    })

    const app = await testAppOn(database, { DEMO_MODE: 'off' })
    const browser = aBrowser(app)
    await browser.ask(signIn, { body: { name: 'wang', password: soundPassword } })
    expect((await browser.ask(getSession)).session).toMatchObject({
      name: 'wang',
      role: 'planner',
      area: { city },
    })
    expect((await browser.ask(getCity, { params: { city } })).provenance).toMatchObject({ revision: 2 })
    expect((await browser.ask(listGrids, { params: { city } })).total).toBeGreaterThan(0)
    await app.close()
  }, 90_000)
})

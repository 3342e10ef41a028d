import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { listGrids } from '#shared/contract/city/features.ts'
import { getSession, signIn } from '#shared/contract/access/session.ts'
import { buildSchemaSnapshot } from '../../../api/db/schema/build-schema-snapshot.ts'
import { verifyAuditChain } from '../../../api/audit/verify-audit-chain.ts'
import { withCity, withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import { restoreBackup } from '../../../api/maintenance/backup/restore-backup.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import { aBrowser, validPassword } from '../../helpers/api/an-account.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { createTestApp } from '../../helpers/api/open-test-app.ts'

/** What the first release has left: a small city, an account, a change. Later releases are added beside it, never instead. */
const release = path.join(packageRoot, 'tests/fixtures/release-0.1.0.backup')
const city = '321000'

let test: TestDatabase
beforeAll(async () => {
  test = await openTestDatabase({ holds: 'blank' })
})
afterAll(() => test.drop())

describe('data of the first release', () => {
  it('is migrated unchanged to the schema of a new city', async () => {
    const { database } = test
    await restoreBackup(database, release, 'test')
    const committed = await readFile(path.join(packageRoot, 'migrations/schema.snapshot.sql'), 'utf8')
    expect(await buildSchemaSnapshot(database, city)).toBe(committed)
    expect(await withSharedSchema(database, (tx) => verifyAuditChain(tx, 'shared'))).toMatchObject({
      broken: null,
    })
    expect(await withCity(database, city, (tx) => verifyAuditChain(tx, city))).toMatchObject({
      rows: 2,
      broken: null,
    })

    const app = await createTestApp(database, { DEMO_MODE: 'off' })
    const browser = aBrowser(app)
    await browser.ask(signIn, { body: { name: 'wang', password: validPassword } })
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

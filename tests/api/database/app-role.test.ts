import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { signIn } from '#shared/contract/access/session.ts'
import { commitChangeset } from '../../../api/changesets/commit-changeset.ts'
import type { Database } from '../../../api/db/database.ts'
import { migrate } from '../../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { pruneAudit } from '../../../api/audit/prune-audit.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { aBrowser, anAccount, validPassword } from '../../helpers/api/an-account.ts'
import {
  databaseDriver,
  openTestDatabase,
  type TestDatabase,
} from '../../helpers/database/open-test-database.ts'
import { withServerConnection } from '../../helpers/database/test-server.ts'
import { createTestApp } from '../../helpers/api/open-test-app.ts'

/** The program's own user: a role of its own in the embedded database; on a server another login than that of migrations. */
const login = `grid_map_program_${randomUUID().slice(0, 8)}`
const city = '321000'
let blank: TestDatabase
let database: Database

beforeAll(async () => {
  blank = await openTestDatabase()
  database = 'url' in blank.settings ? await openAsLogin(blank.settings.url) : blank.database
  await createCity(database, aCity({ code: city }), { actor: 'test', note: 'test data' })
})
afterAll(async () => {
  if (database !== blank.database) await database.close()
  await blank.drop()
  if (databaseDriver === 'server') await withServerConnection((client) => client.query(`drop role ${login}`))
})

async function openAsLogin(adminUrl: string): Promise<Database> {
  await withServerConnection((client) => client.query(`create role ${login} login`))
  const url = new URL(adminUrl)
  url.username = login
  const opened = await openDatabase({ url: url.href, adminUrl })
  await migrate(opened)
  return opened
}

describe('the application database role', () => {
  it('can sign people in, read and change a city, and write the audit log', async () => {
    const app = await createTestApp(database, { DEMO_MODE: 'off' })
    await anAccount(app, { name: 'wang', area: { city } })
    const browser = aBrowser(app)
    await browser.ask(signIn, { body: { name: 'wang', password: validPassword } })
    await expect(browser.ask(getCity, { params: { city } })).resolves.toBeDefined()
    await commitChangeset(
      database,
      { city, actor: 'wang', note: 'x', requestId: randomUUID(), kind: 'test.note' },
      async () => ({ answer: null, box: null, layers: [] }),
    )
    await app.close()
  })

  it.each(
    ['grid_shared', `city_${city}`].flatMap((schema) => [
      `update ${schema}.audit set actor = 'nobody'`,
      `delete from ${schema}.audit`,
      `truncate ${schema}.audit`,
      `drop table ${schema}.audit`,
      `alter table ${schema}.audit disable trigger all`,
      `update ${schema}.audit_anchor set id = 10`,
      `insert into ${schema}.audit_anchor (id, pruned_rows) values (99, 0)`,
      `delete from ${schema}.schema_version`,
    ]),
  )('cannot %s', async (statement) => {
    await expect(database.query(statement)).rejects.toMatchObject({ code: '42501' })
  })

  it('delegates pruning to the administrator role', async () => {
    await expect(pruneAudit(database, { days: 180, actor: 'command:test' })).resolves.toMatchObject([
      { log: 'shared', rows: 0 },
      {},
      {},
    ])
  })
})

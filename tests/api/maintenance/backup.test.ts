import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getSession, signIn } from '#shared/contract/access/session.ts'
import { commitChangeset } from '../../../api/changesets/commit-changeset.ts'
import type { Database } from '../../../api/db/database.ts'
import { verifyAuditChain } from '../../../api/audit/verify-audit-chain.ts'
import { withCity, withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import { readBackup } from '../../../api/maintenance/backup/read-backup.ts'
import { restoreBackup } from '../../../api/maintenance/backup/restore-backup.ts'
import { writeBackup } from '../../../api/maintenance/backup/write-backup.ts'
import { loadCity } from '../../../api/snapshot/load-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { aBrowser, anAccount, validPassword } from '../../helpers/api/an-account.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { openTestApp, createTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
let test: TestApp
let folder: string
let file: string
let blank: TestDatabase
let before: string
let written: Awaited<ReturnType<typeof writeBackup>>

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-backup-test-'))
  file = path.join(folder, 'city.backup')
  test = await openTestApp({
    cities: [aCity({ code: city }), aCity({ code: '321100', name: '引号\'"\\城' })],
    environment: { DEMO_MODE: 'off' },
  })
  await anAccount(test, { name: 'wang', area: { city } })
  await aBrowser(test).ask(signIn, { body: { name: 'wang', password: validPassword } })
  await someChange(test.database, 'before')
  before = await contentOf(test.database)
  written = await writeBackup(test.database, file, '0.1.0')
  blank = await openTestDatabase({ holds: 'blank' })
}, 180_000)
afterAll(async () => {
  await test.close()
  await blank.drop()
  await rm(folder, { recursive: true })
})

const someChange = (database: Database, note: string) =>
  commitChangeset(
    database,
    { city, actor: 'wang', note, requestId: crypto.randomUUID(), kind: 'test.note' },
    async () => ({ answer: { note: 'x "\\ 盐\t' }, box: [1, 2, 3, 4], layers: ['grids'] }),
  )
const contentOf = async (database: Database) => {
  const { snapshot, changes } = await loadCity(database, city)
  return JSON.stringify({ ...snapshot, changes })
}

describe('a backup', () => {
  it('is consistent while others write', async () => {
    const busy = path.join(folder, 'busy.backup')
    let stop = false
    const writer = (async () => {
      for (let i = 0; !stop; i++) await someChange(test.database, `busy ${i}`)
    })()
    await writeBackup(test.database, busy, '0.1.0')
    stop = true
    await writer
    const counts = new Map<string, number>()
    let table = ''
    let meta: unknown
    for await (const line of readBackup(busy)) {
      if (line.kind === 'table') table = `${line.head.schema}.${line.head.table}`
      if (line.kind !== 'row') continue
      counts.set(table, (counts.get(table) ?? 0) + 1)
      if (table === `city_${city}.meta`) meta = JSON.parse(line.text)
    }
    const revision = counts.get(`city_${city}.changeset`)!
    expect(counts.get(`city_${city}.audit`)).toBe(revision)
    expect(meta, 'the revision is among the values of the one row').toContain(String(revision))
  })

  it('contains every city and is readable only by its owner', async () => {
    expect(written.cities).toEqual(['320900', city, '321100'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('is not restored over existing data', async () => {
    await expect(restoreBackup(test.database, file, 'test')).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('not empty'),
    })
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length - 40)],
    ['with a row changed', (text: string) => text.replace('第1社区第1网格', '第1社区第9网格')],
    ['with a row missing', (text: string) => text.replace(/^\["1",.*\n/m, '')],
    ['of something else', () => '{"hello":1}\n'],
    ['empty', () => ''],
    [
      'with a type that is a statement',
      (text: string) => text.replace('"type":"bigint"', '"type":"bigint); drop table account; --"'),
    ],
    [
      'with a type that is more than a type',
      (text: string) => text.replace('"type":"bigint"', '"type":"bigint), (select 1"'),
    ],
    ['with a table of another schema', (text: string) => text.replaceAll('city_321000', 'pg_catalog')],
  ])('%s is rejected before anything is changed', async (_what, damage) => {
    const bad = path.join(folder, 'bad.backup')
    await writeFile(bad, gzipSync(damage(gunzipSync(await readFile(file)).toString('utf8'))))
    await expect(restoreBackup(blank.database, bad, 'test')).rejects.toMatchObject({ name: 'StartError' })
    expect(
      (await blank.database.query("select 1 from pg_namespace where nspname ~ '^(city_|grid_)'")).rowCount,
    ).toBe(0)
  })

  it('that is missing or not gzip is rejected with one sentence', async () => {
    const bad = path.join(folder, 'plain.backup')
    await writeFile(bad, 'hello')
    for (const name of [bad, path.join(folder, 'nothing')])
      await expect(restoreBackup(test.database, name, 'test')).rejects.toMatchObject({
        name: 'StartError',
        message: expect.stringContaining('cannot be read'),
      })
  })

  it('restores city, accounts and log into an empty database that accepts further changes', async () => {
    const database = blank.database
    await someChange(test.database, 'after')
    const restored = await restoreBackup(database, file, 'test')
    expect(restored).toMatchObject({ tables: written.tables, rows: written.rows })
    expect(await contentOf(database), 'as it stood when the backup was made').toBe(before)
    expect(await withSharedSchema(database, (tx) => verifyAuditChain(tx, 'shared'))).toMatchObject({
      broken: null,
    })
    expect(await withCity(database, city, (tx) => verifyAuditChain(tx, city))).toMatchObject({ broken: null })
    await someChange(database, 'in the new place')
    const app = await createTestApp(database, { DEMO_MODE: 'off' })
    const browser = aBrowser(app)
    await browser.ask(signIn, { body: { name: 'wang', password: validPassword } })
    expect((await browser.ask(getSession)).session).toMatchObject({ name: 'wang' })
    await app.app.close()
  }, 90_000)
})

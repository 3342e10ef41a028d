import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../api/db/database.ts'
import { migrate } from '../../../api/db/migrations/migrate.ts'
import { beginRestore, discardUnfinishedRestore } from '../../../api/db/restore-marker.ts'
import { restoreBackup } from '../../../api/maintenance/backup/restore-backup.ts'
import { writeBackup } from '../../../api/maintenance/backup/write-backup.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { fingerprintCity } from '../../helpers/database/fingerprint-city.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'

const city = '321000'
let original: TestDatabase
let blank: TestDatabase
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-restore-test-'))
  file = path.join(folder, 'city.backup')
  original = await openTestDatabase()
  await createCity(original.database, aCity({ code: city }), { actor: 'test', note: 'test data' })
  await writeBackup(original.database, file, '0.1.0')
  blank = await openTestDatabase({ holds: 'blank' })
}, 120_000)
afterAll(async () => {
  await original.drop()
  await blank.drop()
  await rm(folder, { recursive: true })
})

/** The database as a process sees it that ends before the first statement that matches. */
function endBefore(database: Database, pattern: RegExp): Database {
  const stop = (text: string) => {
    if (pattern.test(text)) throw new Error('the process ends here')
  }
  return {
    ...database,
    transaction: (work, options) =>
      database.transaction(
        (tx) =>
          work({
            async query(text, parameters) {
              stop(text)
              return tx.query(text, parameters)
            },
          }),
        options,
      ),
  }
}

const listSchemas = async () =>
  (
    await blank.database.query<{ nspname: string }>(
      "select nspname from pg_namespace where nspname ~ '^(city_|grid_)' order by 1",
    )
  ).rows.map(({ nspname }) => nspname)

const unfinished = { name: 'StartError', message: expect.stringContaining('(restore_unfinished)') }

describe('a restore that is broken off', () => {
  it.each([
    ['before the first schema', /create schema if not exists/],
    ['between migrations', /create table grid \(/],
    ['while rows of a city are written', /insert into "grid"/],
    ['while the list of cities is written', /insert into "city"/],
    ['before its mark is removed', /drop schema grid_restore/],
  ])(
    '%s leaves a database that nothing else uses',
    async (_when, pattern) => {
      await expect(restoreBackup(endBefore(blank.database, pattern), file, 'test')).rejects.toThrow(
        'ends here',
      )
      await expect(migrate(blank.database)).rejects.toMatchObject(unfinished)
      await expect(writeBackup(blank.database, path.join(folder, 'x'), '0')).rejects.toMatchObject(unfinished)
    },
    60_000,
  )

  it('is removed by a command, or repeated', async () => {
    expect(await discardUnfinishedRestore(blank.database)).toBe(true)
    expect(await listSchemas()).toEqual([])
    expect(await discardUnfinishedRestore(blank.database)).toBe(false)

    const broken = endBefore(blank.database, /insert into "grid"/)
    await expect(restoreBackup(broken, file, 'test')).rejects.toThrow('ends here')
    await restoreBackup(blank.database, file, 'test')
    expect(await listSchemas()).toEqual(['city_320900', `city_${city}`, 'grid_shared'])
    expect(await fingerprintCity(blank.database, city)).toEqual(
      await fingerprintCity(original.database, city),
    )
    await migrate(blank.database)
  }, 60_000)

  it('never removes data that no restore has written', async () => {
    await expect(beginRestore(blank.database)).rejects.toMatchObject({
      message: expect.stringContaining('not empty'),
    })
    expect(await discardUnfinishedRestore(blank.database)).toBe(false)
    expect(await listSchemas()).toContain('grid_shared')
  })
})

it('of two restores at the same time the first one gives way', async () => {
  const { database, drop } = await openTestDatabase({ holds: 'blank' })
  const first = await beginRestore(database)
  const second = await beginRestore(database)
  await expect(database.transaction(first.hold, { access: 'admin' })).rejects.toMatchObject({
    message: expect.stringContaining('Another restore works in this database'),
  })
  await database.transaction(second.hold, { access: 'admin' })
  await drop()
}, 60_000)

it('a backup removes what a killed one to the same file has left, and nothing else', async () => {
  const target = path.join(folder, 'again.backup')
  const killed = `${target}.unfinished-999999-1-00000000-x`
  const old = `${target}.0f4c3f6e-95a5-4c0e-a5a5-6a0e3c0f6a11`
  const mine = `${target}.notes`
  for (const name of [killed, old, mine]) await writeFile(name, 'half')
  // of a machine that cannot be asked, or of a version that gave no names: by age
  for (const name of [killed, old]) await utimes(name, new Date(0), new Date(0))
  await writeBackup(original.database, target, '0.1.0')
  expect((await readdir(folder)).filter((name) => name.startsWith('again'))).toEqual([
    'again.backup',
    'again.backup.notes',
  ])
})

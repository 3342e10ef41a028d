import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../api/db/database.ts'
import { migrate, migrateCity, migrateShared } from '../../../api/db/migrate.ts'
import { readMigrations } from '../../../api/db/migrations.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { schemaSnapshot } from '../../../api/db/schema-snapshot.ts'
import { withCity, withShared } from '../../../api/db/with-city.ts'
import { packageRoot } from '../../../api/package-root.ts'
import { startChild } from '../../helpers/database/child.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'

const names = (kind: 'shared' | 'city') => readMigrations(kind).map((migration) => migration.name)
const appliedIn = async (database: Database, city: string) =>
  (
    await withCity(database, city, (tx) =>
      tx.query<{ name: string }>('select name from schema_version order by number'),
    )
  ).rows.map((row) => row.name)

test('the committed snapshot is what the migrations add up to, on either database', async () => {
  const { database, drop } = await openTestDatabase()
  const committed = readFileSync(join(packageRoot, 'migrations/schema.snapshot.sql'), 'utf8')
  expect(await schemaSnapshot(database, testCity)).toBe(committed)
  await drop()
})

describe('a blank database', () => {
  let subject: TestDatabase
  beforeAll(async () => {
    subject = await openTestDatabase({ holds: 'blank' })
  })
  afterAll(() => subject.drop())

  test('gets every file once, in order, and tells which', async () => {
    const told: string[] = []
    const onApplied = (schema: string, name: string) => told.push(`${schema} ${name}`)
    await migrateShared(subject.database, { onApplied })
    await migrateCity(subject.database, '320901', { onApplied })
    expect(told).toEqual([
      ...names('shared').map((name) => `grid_shared ${name}`),
      ...names('city').map((name) => `city_320901 ${name}`),
    ])
    expect(await appliedIn(subject.database, '320901')).toEqual(names('city'))
  })

  test('a second time nothing is left to do', async () => {
    const told: string[] = []
    await migrateShared(subject.database, { onApplied: (_schema, name) => told.push(name) })
    await migrateCity(subject.database, '320901', { onApplied: (_schema, name) => told.push(name) })
    expect(told).toEqual([])
  })

  test('cities are independent of each other', async () => {
    await migrateCity(subject.database, '320902')
    await withCity(subject.database, '320902', (tx) =>
      tx.query(
        "insert into meta (city_code, name, name_en, data_date, source, demo) values ('320902', '乙', 'B', '2026-01-01', 's', true)",
      ),
    )
    expect(
      (await withCity(subject.database, '320901', (tx) => tx.query('select 1 from meta'))).rowCount,
    ).toBe(0)
  })

  test('migrate brings every listed city along', async () => {
    await withShared(subject.database, (tx) =>
      tx.query(
        "insert into city (code, schema_name, name, name_en, state, demo, created_at) values ('320903', 'city_320903', '丙', 'C', 'loading', true, $1)",
        [new Date()],
      ),
    )
    await migrate(subject.database)
    expect(await appliedIn(subject.database, '320903')).toEqual(names('city'))
  })

  test('four at once come to the same end', async () => {
    const runners = await Promise.all(
      [1, 2, 3, 4].map(() => ('url' in subject.settings ? openDatabase(subject.settings) : subject.database)),
    )
    const told: string[] = []
    await Promise.all(
      runners.map((runner) =>
        migrateCity(runner, '320904', { onApplied: (_schema, name) => told.push(name) }),
      ),
    )
    expect(told).toEqual(names('city'))
    await Promise.all(runners.filter((runner) => runner !== subject.database).map((runner) => runner.close()))
  })
})

test('killed between two files, it goes on at the next one', async () => {
  const subject = await openTestDatabase({ holds: 'blank' })
  await subject.database.close()
  const [first = '', ...rest] = names('city')
  const child = startChild('migrate-and-die', { settings: subject.settings, city: '320901', after: first })
  expect(await child.ended()).toBeNull()

  const database = await openDatabase(subject.settings)
  expect(await appliedIn(database, '320901')).toEqual([first])
  const told: string[] = []
  await migrateCity(database, '320901', { onApplied: (_schema, name) => told.push(name) })
  expect(told).toEqual(rest)
  await database.close()
  await subject.drop()
})

describe('files that do not fit the database', () => {
  let subject: TestDatabase
  let root: string
  beforeAll(async () => {
    subject = await openTestDatabase()
  })
  afterAll(() => subject.drop())
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'grid-map-test-'))
    cpSync(join(packageRoot, 'migrations'), root, { recursive: true })
  })
  afterEach(() => rmSync(root, { recursive: true }))

  const last = () => join(root, 'city', `${names('city').at(-1)}.sql`)
  const next = () => join(root, 'city', `${String(names('city').length + 1).padStart(4, '0')}_next.sql`)
  const run = () => migrateCity(subject.database, testCity, { root })

  test('an edited file is refused by name', async () => {
    writeFileSync(last(), `${readFileSync(last(), 'utf8')}\n-- a late thought\n`)
    await expect(run()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining(names('city').at(-1) ?? ''),
    })
  })

  test('Windows line ends are no edit', async () => {
    writeFileSync(last(), readFileSync(last(), 'utf8').replaceAll('\n', '\r\n'))
    await run()
  })

  test('a database from a newer program is refused', async () => {
    rmSync(last())
    await expect(run()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('newer program'),
    })
  })

  test('a file that fails leaves nothing behind, and says where it failed', async () => {
    writeFileSync(next(), 'create table half (id int);\nselect no_such_column from half;\n')
    await expect(run()).rejects.toMatchObject({ code: '42703' })
    expect(await appliedIn(subject.database, testCity)).toEqual(names('city'))
    await expect(
      withCity(subject.database, testCity, (tx) => tx.query('select from half')),
    ).rejects.toMatchObject({ code: '42P01' })
  })

  test('a gap in the numbers is refused', async () => {
    writeFileSync(join(root, 'city', '0099_far.sql'), 'select 1;')
    await expect(run()).rejects.toThrow('expected number')
  })
})

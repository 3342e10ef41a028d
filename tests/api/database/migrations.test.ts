import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../api/db/database.ts'
import { migrate, migrateCity, migrateShared } from '../../../api/db/migrations/migrate.ts'
import { readMigrations } from '../../../api/db/migrations/read-migrations.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { buildSchemaSnapshot } from '../../../api/db/schema/build-schema-snapshot.ts'
import { withCity, withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import { startProgram } from '../../helpers/database/start-program.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'

const names = (kind: 'shared' | 'city') => readMigrations(kind).map((migration) => migration.name)
const appliedIn = async (database: Database, city: string) =>
  (
    await withCity(database, city, (tx) =>
      tx.query<{ name: string }>('select name from schema_version order by number'),
    )
  ).rows.map((row) => row.name)

test('the committed schema snapshot equals the result of all migrations on both databases', async () => {
  const { database, drop } = await openTestDatabase()
  const committed = readFileSync(join(packageRoot, 'migrations/schema.snapshot.sql'), 'utf8')
  expect(await buildSchemaSnapshot(database, testCity)).toBe(committed)
  await drop()
})

describe('a blank database', () => {
  let subject: TestDatabase
  beforeAll(async () => {
    subject = await openTestDatabase({ holds: 'blank' })
  })
  afterAll(() => subject.drop())

  test('gets every file once and in order, and reports each', async () => {
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

  test('has nothing to apply the second time', async () => {
    const told: string[] = []
    await migrateShared(subject.database, { onApplied: (_schema, name) => told.push(name) })
    await migrateCity(subject.database, '320901', { onApplied: (_schema, name) => told.push(name) })
    expect(told).toEqual([])
  })

  test('keeps cities independent of each other', async () => {
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

  test('migrates every listed city', async () => {
    await withSharedSchema(subject.database, (tx) =>
      tx.query(
        "insert into city (code, schema_name, name, name_en, state, demo, created_at) values ('320903', 'city_320903', '丙', 'C', 'loading', true, $1)",
        [new Date()],
      ),
    )
    await migrate(subject.database)
    expect(await appliedIn(subject.database, '320903')).toEqual(names('city'))
  })

  test('reaches the same result with four concurrent runs', async () => {
    const runners = await Promise.all(
      [1, 2, 3, 4].map(async () =>
        'url' in subject.settings ? openDatabase(subject.settings) : subject.database,
      ),
    )
    const told: string[] = []
    await Promise.all(
      runners.map((runner) =>
        migrateCity(runner, '320904', { onApplied: (_schema, name) => told.push(name) }),
      ),
    )
    // each once; the word of one run may come after that of the next
    expect(told.toSorted()).toEqual(names('city'))
    await Promise.all(runners.filter((runner) => runner !== subject.database).map((runner) => runner.close()))
  })
})

test('continues with the next file after a crash between two files', async () => {
  const subject = await openTestDatabase({ holds: 'blank' })
  await subject.database.close()
  const [first = '', ...rest] = names('city')
  const child = startProgram('crash-after-migration', {
    settings: subject.settings,
    city: '320901',
    after: first,
  })
  expect(await child.ended()).toBeNull()

  const database = await openDatabase(subject.settings)
  expect(await appliedIn(database, '320901')).toEqual([first])
  const told: string[] = []
  await migrateCity(database, '320901', { onApplied: (_schema, name) => told.push(name) })
  expect(told).toEqual(rest)
  await database.close()
  await subject.drop()
})

describe('migration files that do not match the database', () => {
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

  test('rejects an edited file by name', async () => {
    writeFileSync(last(), `${readFileSync(last(), 'utf8')}\n-- a late thought\n`)
    await expect(run()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining(names('city').at(-1) ?? ''),
    })
  })

  test('ignores Windows line endings', async () => {
    writeFileSync(last(), readFileSync(last(), 'utf8').replaceAll('\n', '\r\n'))
    await run()
  })

  test('rejects a database from a newer version', async () => {
    rmSync(last())
    await expect(run()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('newer program'),
    })
  })

  test('rolls back a failing file, and reports where it failed', async () => {
    writeFileSync(next(), 'create table half (id int);\nselect no_such_column from half;\n')
    await expect(run()).rejects.toMatchObject({ code: '42703' })
    expect(await appliedIn(subject.database, testCity)).toEqual(names('city'))
    await expect(
      withCity(subject.database, testCity, (tx) => tx.query('select from half')),
    ).rejects.toMatchObject({ code: '42P01' })
  })

  test('rejects a gap in the numbering', async () => {
    writeFileSync(join(root, 'city', '0099_far.sql'), 'select 1;')
    await expect(run()).rejects.toThrow('expected number')
  })
})

import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { prepareFolderTemplate } from '../../../helpers/database/database-templates.ts'

/** What a data folder may hold before the program starts; nothing that is not the program's is ever written over. */

let root: string
let dataDir: string
let template: string
beforeAll(async () => {
  template = await prepareFolderTemplate('blank')
  root = mkdtempSync(join(tmpdir(), 'grid-map-test-'))
})
afterAll(() => rmSync(root, { recursive: true }))
beforeEach(() => {
  dataDir = join(root, 'data')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const copyTemplate = () => cpSync(template, dataDir, { recursive: true })
const start = async () => {
  await (await openDatabase({ dataDir })).close()
}

/** Everything below the folder: path, and a hash of the content. */
function contents(folder: string): [path: string, hash: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(folder, name))
    .map((path) => [
      path,
      statSync(path).isFile() ? createHash('sha1').update(readFileSync(path)).digest('hex') : 'folder',
    ])
}

describe('rejects with one sentence, and changes nothing:', () => {
  test('a folder with other files', async () => {
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'thesis.docx'), 'the only copy')
    const before = contents(dataDir)
    await expect(start()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/thesis\.docx.*DATA_DIR/),
    })
    expect(contents(dataDir)).toEqual(before)
  })

  test('a file in place of the folder', async () => {
    writeFileSync(dataDir, 'a file')
    await expect(start()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('there is a file of that name'),
    })
    expect(readFileSync(dataDir, 'utf8')).toBe('a file')
  })

  test('a path below a file, where even root cannot write', async () => {
    writeFileSync(dataDir, 'a file')
    await expect(openDatabase({ dataDir: join(dataDir, 'below') })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('part of its path is a file'),
    })
  })

  test('a path that cannot be created', async () => {
    await expect(openDatabase({ dataDir: '/proc/grid-map/data' })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^The data folder .* cannot be used: /),
    })
  })

  test('a database of another major version', async () => {
    copyTemplate()
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '17\n')
    const before = contents(dataDir)
    await expect(start()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/PostgreSQL 17.*only 18/),
    })
    expect(contents(dataDir)).toEqual(before)
  })

  test('a `postgres` folder without a database', async () => {
    copyTemplate()
    rmSync(join(dataDir, 'postgres/PG_VERSION'))
    const before = contents(dataDir)
    await expect(start()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('is not a database'),
    })
    expect(contents(dataDir)).toEqual(before)
  })

  test.each<[string, string, () => void]>([
    ['without its control file', 'pg_control', () => rmSync(join(dataDir, 'postgres/global/pg_control'))],
    [
      'with half a control file',
      'pg_control',
      () => truncateSync(join(dataDir, 'postgres/global/pg_control'), 100),
    ],
    [
      'without its transaction log',
      'pg_wal',
      () => rmSync(join(dataDir, 'postgres/pg_wal'), { recursive: true }),
    ],
    [
      'without its tables',
      'does not exist',
      () => rmSync(join(dataDir, 'postgres/base'), { recursive: true }),
    ],
  ])('a database %s', async (_how, reason, damage) => {
    copyTemplate()
    damage()
    // all but a cache that PostgreSQL removes whenever it starts
    const names = contents(dataDir)
      .map(([path]) => path)
      .filter((path) => !path.endsWith('pg_internal.init'))
    await expect(start()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(new RegExp(`cannot be opened.*${reason}.*Restore a backup`)),
    })
    expect(contents(dataDir).map(([path]) => path)).toEqual(expect.arrayContaining(names))
    // the lock is free again: the next start says the same, not that somebody is there
    expect(existsSync(join(dataDir, 'lock'))).toBe(false)
  })
})

describe('accepts', () => {
  test('its own folder with an additional file', async () => {
    copyTemplate()
    writeFileSync(join(dataDir, 'notes.txt'), 'ours')
    await start()
    expect(readFileSync(join(dataDir, 'notes.txt'), 'utf8')).toBe('ours')
  })

  test('a folder already used together with a database server', async () => {
    mkdirSync(join(dataDir, 'imports'), { recursive: true })
    writeFileSync(join(dataDir, 'session-secret'), 'a key')
    await start()
    expect(readFileSync(join(dataDir, 'session-secret'), 'utf8')).toBe('a key')
  })

  test('a folder with leftovers of killed starts, which it deletes, and similar names, which it keeps', async () => {
    copyTemplate()
    const leftOver = join(dataDir, 'postgres.unfinished-4be2c1c2-0a9a-4f61-9d8a-8e1b1c0e3f11')
    mkdirSync(join(leftOver, 'postgres/base'), { recursive: true })
    writeFileSync(join(leftOver, '.grid-map'), '')
    const barelyBegun = join(dataDir, 'postgres.unfinished-5be2c1c2-0a9a-4f61-9d8a-8e1b1c0e3f11')
    mkdirSync(barelyBegun)
    const foreign = join(dataDir, 'postgres.unfinished-by-me')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'backup.tar'), 'mine')
    await start()
    expect([leftOver, barelyBegun, foreign].map((path) => existsSync(path))).toEqual([false, false, true])
  })

  test('a folder with a truncated cached extension, which it rebuilds', async () => {
    copyTemplate()
    const cached = () => readdirSync(join(dataDir, 'cache')).map((name) => join(dataDir, 'cache', name))
    truncateSync(cached()[0]!, 1_000)
    await start()
    expect(cached()).toHaveLength(1)
    expect(statSync(cached()[0]!).size).toBeGreaterThan(1_000_000)
  })

  test('a path with spaces and Chinese characters', async () => {
    dataDir = join(root, '盐城 数据', 'a b')
    copyTemplate()
    const database = await openDatabase({ dataDir })
    expect((await database.query('select postgis_lib_version() as version')).rowCount).toBe(1)
    await database.close()
  })
})

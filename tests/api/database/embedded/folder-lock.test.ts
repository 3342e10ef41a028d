import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockFolder, readLock, type FolderLock } from '../../../../api/db/embedded/folder-lock.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { readProcessIdentity } from '../../../../api/runtime/files/process-identity.ts'
import { waitForLine, startProgram } from '../../../helpers/database/start-program.ts'
import { copyDataFolder } from '../../../helpers/database/open-test-database.ts'
import { waitUntil } from '../../../helpers/wait-until.ts'

/** One process at a time in a data folder; a process that is gone holds nothing. */

describe('two processes on one data folder', () => {
  let folder: Awaited<ReturnType<typeof copyDataFolder>>
  beforeEach(async () => {
    folder = await copyDataFolder('blank')
  })
  afterEach(() => folder.remove())

  test('the second process gets an error with the pid and URL of the first', async () => {
    const { dataDir } = folder.settings
    const holder = startProgram('keep-database-open', { dataDir, url: 'http://127.0.0.1:8787' })
    await waitForLine(holder, 'open')
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(new RegExp(`process ${holder.pid}.*http://127.0.0.1:8787`)),
    })
    expect(readLock(dataDir)).toMatchObject({ pid: holder.pid, url: 'http://127.0.0.1:8787' })

    holder.process.stdin?.end()
    expect(await holder.ended()).toBe(0)
    expect(readLock(dataDir)).toBeUndefined()
    await (await openDatabase({ dataDir })).close()
  })

  test('the folder is free immediately after kill -9', async () => {
    const { dataDir } = folder.settings
    const holder = startProgram('keep-database-open', { dataDir })
    await waitForLine(holder, 'open')
    await holder.kill()
    expect(existsSync(join(dataDir, 'lock'))).toBe(true)
    expect(readLock(dataDir)).toBeUndefined()
    await (await openDatabase({ dataDir })).close()
  })

  test('the same process cannot open the folder twice', async () => {
    const first = await openDatabase(folder.settings)
    await expect(openDatabase(folder.settings)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('already open in this process'),
    })
    expect((await first.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await first.close()
  })
})

describe('a lock file', () => {
  const root = mkdtempSync(join(tmpdir(), 'grid-map-test-'))
  const path = join(root, 'lock')
  const held: FolderLock[] = []
  afterEach(() => {
    held.splice(0).forEach((lock) => lock.release())
    rmSync(path, { force: true })
  })
  afterAll(() => rmSync(root, { recursive: true }))

  /** Quick enough for a test; a real holder beats every two seconds. */
  const pace = { beatMs: 20, patienceMs: 300 }
  const lock = async (onLost?: () => void) => {
    const made = await lockFolder(root, onLost, pace)
    held.push(made)
    return made
  }
  const leave = (note: object) =>
    writeFileSync(
      path,
      JSON.stringify({ ...readProcessIdentity(), host: 'there', url: null, since: '', ...note }),
    )
  const owner = (): unknown => JSON.parse(readFileSync(path, 'utf8')).pid

  test('is taken over when its pid now belongs to another program', async () => {
    const other = startProgram('keep-database-open', { dataDir: join(path, 'nowhere') })
    leave({ pid: other.pid, started: '1' })
    await lock()
    expect(owner()).toBe(process.pid)
    await other.kill()
  })

  test('is taken over from an earlier process with the same pid, as in containers', async () => {
    leave({ started: '1' })
    await lock()
    expect(owner()).toBe(process.pid)
  })

  test('is taken over from a process that does not exist', async () => {
    leave({ pid: 2 ** 22 + 1 })
    await lock()
    expect(owner()).toBe(process.pid)
  })

  test.each<[string, () => void]>([
    ['of another machine', () => leave({ machine: 'another' })],
    ['that cannot be read', () => writeFileSync(path, '{"pid":')],
    ['that is empty', () => writeFileSync(path, '')],
  ])('%s is taken over when it is stale', async (_which, make) => {
    make()
    await lock()
    expect(owner()).toBe(process.pid)
  })

  test('of another machine is respected while its heartbeat is fresh', async () => {
    leave({ machine: 'another', pid: 4711 })
    const beat = setInterval(() => utimesSync(path, new Date(), new Date()), 20)
    await expect(lock()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('process 4711 on there'),
    })
    clearInterval(beat)
    expect(owner()).toBe(4711)
  })

  test('is refreshed by its owner, also after it has published its URL', async () => {
    const own = await lock()
    own.announce('http://127.0.0.1:1')
    utimesSync(path, 0, 0)
    await waitUntil(
      () => readLock(root) !== undefined && Date.now() - new Date(readLock(root)!.since).getTime() < 10_000,
    )
    expect(readLock(root)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:1' })
  })

  test('is abandoned, and not deleted, once another process has taken it over', async () => {
    let lost = false
    const own = await lock(() => {
      lost = true
    })
    leave({ machine: 'another', pid: 4711 })
    await waitUntil(() => lost)
    own.release()
    expect(owner()).toBe(4711)
  })

  test('is acquired by exactly one of ten concurrent requests', async () => {
    leave({ started: '1' })
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lock()))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  })

  test('has no owner when it does not exist', () => {
    mkdirSync(join(root, 'empty'))
    expect(readLock(join(root, 'empty'))).toBeUndefined()
  })
})

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMaintenanceArguments } from '../../../api/cli/maintain/read-maintenance-arguments.ts'
import { type DatabaseSettings, openDatabase } from '../../../api/db/open-database.ts'
import { beginRestore } from '../../../api/db/restore-marker.ts'
import { sendMaintenanceCommand, serveMaintenanceCommands } from '../../../api/maintenance/command-socket.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import {
  copyDatabase,
  openTestDatabase,
  type TestDatabase,
  testCity,
} from '../../helpers/database/open-test-database.ts'
import {
  bundleReady,
  buildDatabaseEnvironment,
  maintenanceProgramPath,
  startServer,
} from '../../helpers/api/start-server.ts'

let test: TestDatabase
let folder: string
beforeAll(async () => {
  test = await openTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-commands-test-'))
})
afterAll(async () => {
  await test.drop()
  await rm(folder, { recursive: true })
})

describe('a command for a running server that holds the data folder', () => {
  let stop: () => Promise<void>
  beforeAll(async () => {
    stop = await serveMaintenanceCommands(test.database, folder, '0.1.0')
  })
  afterAll(() => stop())
  const order = (...words: string[]) => {
    const given = readMaintenanceArguments(words, new Date('2026-11-23T08:09:10Z'))
    if (given.kind !== 'command') throw new Error('not a command')
    return sendMaintenanceCommand(folder, given.command, 'command:test')
  }

  it('creates the first administrator once, and logs who did it', async () => {
    expect(await order('admin', 'wang', '--display-name', '王芳')).toMatchObject({
      did: 'admin',
      initialPassword: expect.stringMatching(/^.{12,}$/),
    })
    await expect(order('admin', 'wang')).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('wang'),
    })
    expect(
      (await readAuditRows(test.database)).filter(({ action }) => action === 'account.create'),
    ).toMatchObject([{ actor: 'command:test', object: 'account:wang', detail: { role: 'admin' } }])
  })

  it('writes a backup, an export of the audit log, and the heads of a valid log', async () => {
    expect(await order('backup', path.join(folder, 'x.backup'))).toMatchObject({
      did: 'backup',
      cities: [testCity],
    })
    expect((await stat(path.join(folder, 'x.backup'))).size).toBeGreaterThan(500)
    expect(await order('audit', 'export', path.join(folder, 'x.csv'))).toMatchObject({ did: 'export' })
    expect(await readFile(path.join(folder, 'x.csv'), 'utf8')).toMatch(/^\ufefflog,id,[^]*system\.backup/)
    expect(await order('audit', 'verify')).toMatchObject({
      did: 'verify',
      logs: [
        { log: 'shared', broken: null },
        { log: testCity, broken: null },
      ],
    })
    await expect(order('audit', 'prune', '--days', '10')).rejects.toMatchObject({
      message: expect.stringContaining('180 days'),
    })
  })

  it('can be sent only by the owner of the folder', async () => {
    const file = path.join(folder, 'commands')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(path.dirname(await readFile(file, 'utf8')))).mode & 0o777).toBe(0o700)
  })
})

describe('the arguments of a command', () => {
  const now = new Date('2026-11-23T08:09:10Z')
  it.each([[[]], [['--help']]])('%j prints the help', (words) => {
    expect(readMaintenanceArguments(words, now)).toEqual({ kind: 'help' })
  })

  it.each([
    [['dance']],
    [['restore']],
    [['admin']],
    [['admin', 'Wang Fang']],
    [['admin', 'wang', '--city', 'Yancheng']],
    [['audit']],
    [['audit', 'shred']],
    [['audit', 'prune']],
    [['audit', 'prune', '--days', 'many']],
    [['audit', 'export', 'x', '--format', 'xml']],
    [['audit', 'export', 'x', '--from', 'soon']],
    [['backup', '--fast']],
  ])('%j is rejected with a message', (words) => {
    expect(() => readMaintenanceArguments(words, now)).toThrow(
      expect.objectContaining({ name: 'StartError' }),
    )
  })

  it('default to a file name with a timestamp', () => {
    expect(readMaintenanceArguments(['backup'], now)).toMatchObject({
      kind: 'command',
      command: { file: path.resolve('grid-map-20261123-080910.backup') },
    })
  })
})

describe('a restore drill', () => {
  it('restores a backup of a running server; a server does not start on a half restored database', async () => {
    const [source, empty] = await Promise.all([copyDatabase(), copyDatabase('blank'), bundleReady])
    const server = startServer(buildDatabaseEnvironment(source.settings))
    const file = path.join(folder, 'drill.backup')
    const maintain = async (settings: DatabaseSettings, ...words: string[]) => {
      const where = 'url' in settings ? { DATABASE_URL: settings.url } : { DATA_DIR: settings.dataDir }
      return (
        await promisify(execFile)(process.execPath, [maintenanceProgramPath, ...words], {
          env: { PATH: process.env['PATH'], ...where },
        })
      ).stdout
    }
    try {
      await server.url()
      expect(await maintain(source.settings, 'backup', file)).toMatch(/backed up: \d+ rows/)
      const half = await openDatabase(empty.settings)
      await beginRestore(half)
      await half.close()
      const refused = startServer({ ...buildDatabaseEnvironment(empty.settings), DEMO_CITY: 'on' })
      expect(await refused.ended()).toBe(1)
      expect(refused.err()).toMatch(/^数据库正在恢复.*\(restore_unfinished\)\.\n$/)
      expect(await maintain(empty.settings, 'restore', file)).toMatch(/restored: \d+ rows in 2 schemas/)
    } finally {
      server.process.kill('SIGTERM')
      await server.ended()
      await Promise.all([source.remove(), empty.remove()])
    }
  }, 180_000)
})

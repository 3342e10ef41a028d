import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buildDatabaseEnvironment,
  bundleReady,
  maintenanceProgramPath,
  startServer,
} from '../../../helpers/api/start-server.ts'
import { copyDatabase, databaseDriver, testCity } from '../../../helpers/database/open-test-database.ts'
import { buildSmallDiskLauncher } from '../../../helpers/small-disk.ts'

/** Real disks of a few kilobytes or megabytes, in memory. */
type Source = Awaited<ReturnType<typeof copyDatabase>>
let source: Source
let disk: string

beforeAll(async () => {
  ;[source, disk] = await Promise.all([
    copyDatabase(),
    mkdtemp(path.join(tmpdir(), 'grid-map-small-disk-')),
    bundleReady,
  ])
}, 120_000)
afterAll(async () => {
  await source.remove()
  await rm(disk, { recursive: true })
})

/** What a command of the server's owner prints, and what lies on the disk afterwards. */
async function maintain(...words: string[]): Promise<{ said: string; left: string }> {
  const [unshare = '', ...launcher] = buildSmallDiskLauncher('4k', disk)
  const then = `head -c 4096 /dev/zero >${disk}/other; "$@" 2>&1; echo; echo "left:"; ls -A ${disk}`
  const { stdout } = await promisify(execFile)(
    unshare,
    [...launcher, 'sh', '-c', then, 'sh', process.execPath, maintenanceProgramPath, ...words],
    { env: { PATH: process.env['PATH'], ...buildDatabaseEnvironment(source.settings) } },
  )
  const [said = '', left = ''] = stdout.split('left:')
  return { said: said.trim(), left: left.trim() }
}

describe('a full disk', () => {
  it('ends a backup with one sentence that names folder and free space, and leaves no file', async () => {
    const { said, left } = await maintain('backup', path.join(disk, 'city.backup'))
    expect(said).toBe(
      `The disk of the folder ${disk} is full (0.0 MB free): make room there, then try again.`,
    )
    expect(left).toBe('other')
  })

  it('ends an export of the audit log likewise', async () => {
    const { said, left } = await maintain('audit', 'export', path.join(disk, 'log.csv'))
    expect(said).toMatch(/^The disk of the folder .* is full .0\.0 MB free.: make room there/)
    expect(left).toBe('other')
  })

  it('refuses an upload with a code, and the server goes on', async () => {
    const embedded = 'dataDir' in source.settings
    const server = startServer(
      { ...buildDatabaseEnvironment(source.settings), DATA_DIR: disk, DEMO_MODE: 'on' },
      buildSmallDiskLauncher(
        embedded ? '130m' : '2m',
        disk,
        'dataDir' in source.settings ? source.settings.dataDir : '',
      ),
    )
    try {
      const url = await server.url()
      const demo = await fetch(`${url}/api/session/demo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"role":"planner"}',
      })
      const cookie = demo.headers
        .getSetCookie()
        .map((text) => text.split(';')[0])
        .join('; ')
      const response = await fetch(`${url}/api/cities/${testCity}/imports?name=large.csv`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/octet-stream' },
        body: new Uint8Array(150 * 1024 * 1024),
      })
      expect([response.status, await response.json()]).toMatchObject([
        507,
        { code: 'disk_full', details: { folder: 'DATA_DIR/imports', freeBytes: expect.any(Number) } },
      ])
      expect((await fetch(`${url}/api/health`)).status).toBe(200)
      // what had arrived of the file has made room again
      const small = await fetch(`${url}/api/cities/${testCity}/imports?name=small.csv`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/octet-stream' },
        body: 'a,b\n1,2\n',
      })
      expect(small.status).toBeLessThan(300)
    } finally {
      server.process.kill('SIGTERM')
      await server.ended()
    }
  }, 60_000)

  if (databaseDriver === 'embedded')
    it('ends the first start with one sentence', async () => {
      const server = startServer({ DATA_DIR: disk }, buildSmallDiskLauncher('20m', disk))
      expect(await server.ended()).toBe(1)
      expect(server.err().trim()).toMatch(/^The disk of the folder .* is full \([0-9.]+ MB free\): make room/)
    }, 60_000)
})

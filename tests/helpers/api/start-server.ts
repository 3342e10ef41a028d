import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundleServer } from '../../../api/build/bundle-server.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import type { DatabaseSettings } from '../../../api/db/open-database.ts'
import { waitUntil } from '../wait-until.ts'

export interface ServerProcess {
  process: ChildProcess
  /** Everything written so far. */
  out(): string
  err(): string
  /** Address it prints once it is ready. */
  url(): Promise<string>
  /** Exit code; null when it was killed. */
  ended(): Promise<number | null>
}

const bundle = path.join(packageRoot, 'node_modules/.cache/test-server', process.env['VITEST_POOL_ID'] ?? '0')

/** The commands of the same bundle, for `node`. */
export const maintenanceProgramPath = path.join(bundle, 'maintain.js')

/** Bundles the present sources, once for the tests of a file; a start from TypeScript would take seconds each time. */
export const bundleReady = bundleServer(bundle)

/** The server as a process of its own, on a free port, behind the words of a `launcher`. Wait for `bundled` first. */
export function startServer(
  environment: Record<string, string>,
  launcher: readonly string[] = [],
): ServerProcess {
  const [command = '', ...words] = [
    ...launcher,
    process.execPath,
    '--enable-source-maps',
    path.join(bundle, 'server.js'),
  ]
  const child = spawn(command, words, {
    cwd: packageRoot,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: '0',
      LOG_LEVEL: 'error',
      DEMO_CITY: 'off',
      DATA_DIR: path.join(tmpdir(), 'grid-map-unused'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const exit = once(child, 'close')
  return {
    process: child,
    out: () => out,
    err: () => err,
    async url() {
      const address = () => /http:\/\/\S+/.exec(out)?.[0]
      await waitUntil(() => {
        if (child.exitCode !== null) throw new Error(`the server ended:\n${err}`)
        return address() !== undefined
      }, 60_000)
      return address()!
    },
    async ended() {
      await exit
      return child.exitCode
    },
  }
}

/** Environment that names a test database. */
export function buildDatabaseEnvironment(settings: DatabaseSettings): Record<string, string> {
  return 'url' in settings ? { DATABASE_URL: settings.url, DEMO_MODE: 'on' } : { DATA_DIR: settings.dataDir }
}

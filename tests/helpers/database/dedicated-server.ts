import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../../api/db/database.ts'
import { migrateShared } from '../../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { createTestApp, type TestApp } from '../api/open-test-app.ts'

/** A PostGIS server that one test file has to itself: it may be killed, halted and resumed. */
export interface DedicatedServer {
  url: string
  /** Shut down as an administrator does it; its sessions are ended. */
  halt(): void
  /** Ended without a shutdown: the next start recovers from the log. */
  crash(): void
  /** Started again on the same port. */
  resume(): void
  /** Stopped for good, its folder removed. */
  stop(): void
}

/** A streaming replica whose replay can be paused, so that it stays behind for as long as a test wants. */
export interface DedicatedReplica {
  url: string
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/** Starts a replica of a server. */
export async function openReplica(primary: string): Promise<DedicatedReplica> {
  const around = await mkdtemp(join(tmpdir(), 'grid-map-replica-'))
  await chmod(around, 0o755)
  const folder = join(around, 'server')
  const url = runScript('replica', folder, primary)
  const owner = await openDatabase({ url })
  const run = async (statement: string) => void (await owner.query(statement))
  return {
    url,
    pause: () => run('select pg_wal_replay_pause()'),
    resume: () => run('select pg_wal_replay_resume()'),
    async stop() {
      await owner.close()
      runScript('stop', folder)
    },
  }
}

const runScript = (...parameters: string[]): string =>
  execFileSync(join(packageRoot, 'tests/helpers/database/start-server.sh'), parameters, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

export async function openDedicatedServer(): Promise<DedicatedServer> {
  const around = await mkdtemp(join(tmpdir(), 'grid-map-server-'))
  // the database server runs as a user of its own and has to get in
  await chmod(around, 0o755)
  const folder = join(around, 'server')
  const run = (verb: string) => runScript(verb, folder)
  const url = run('start')
  const owner = await openDatabase({ url })
  await owner.query('create extension postgis schema public')
  // the servers of tests do not wait for the disk; one that is killed has to
  await owner.query('alter database postgres set synchronous_commit = on')
  await owner.close()
  return {
    url,
    halt: () => void run('halt'),
    crash: () => void run('crash'),
    resume: () => void run('resume'),
    stop: () => void run('stop'),
  }
}

export interface DedicatedSite {
  server: DedicatedServer
  database: Database
  app: TestApp
  close(): Promise<void>
}

/** The API with one city on a server of its own. */
export async function openSiteOnDedicatedServer(facts: CityDataset): Promise<DedicatedSite> {
  const server = await openDedicatedServer()
  const database = await openDatabase({ url: server.url })
  await migrateShared(database)
  await createCity(database, facts, { actor: 'test', note: 'test data' })
  const app = await createTestApp(database)
  return {
    server,
    database,
    app,
    async close() {
      await app.close()
      await database.close()
      server.stop()
    },
  }
}

import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../api/db/open-database.ts'
import { packageRoot } from '../../../api/package-root.ts'

/** A PostGIS server that one test file has to itself: it may be killed, halted and resumed. */
export interface OwnServer {
  url: string
  /** Shut down as an administrator does it; its sessions are ended. */
  halt(): void
  /** Started again on the same port. */
  resume(): void
  /** Stopped for good, its folder removed. */
  stop(): void
}

export async function ownServer(): Promise<OwnServer> {
  const around = await mkdtemp(join(tmpdir(), 'grid-map-server-'))
  // the database server runs as a user of its own and has to get in
  await chmod(around, 0o755)
  const folder = join(around, 'server')
  const run = (verb: string) => execFileSync(join(packageRoot, 'tests/helpers/database/start-server.sh'), [verb, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  const url = run('start')
  const owner = await openDatabase({ url })
  await owner.query('create extension postgis schema public')
  // the servers of tests do not wait for the disk; one that is killed has to
  await owner.query('alter database postgres set synchronous_commit = on')
  await owner.close()
  return { url, halt: () => void run('halt'), resume: () => void run('resume'), stop: () => void run('stop') }
}

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packageRoot } from '../../../api/runtime/package-root.ts'

const script = path.join(packageRoot, 'tests/helpers/database/start-server.sh')

export interface PostgisServer {
  url: string
  stop(): void
}

/** A PostGIS server of the bench's own, new and empty; undefined where PostgreSQL is not installed. */
export function startPostgis(): PostgisServer | undefined {
  const installed =
    process.env['PG_BIN'] !== undefined ||
    (existsSync('/usr/lib/postgresql') &&
      readdirSync('/usr/lib/postgresql').some((version) =>
        existsSync(`/usr/lib/postgresql/${version}/bin/initdb`),
      ))
  if (!installed) return undefined
  const folder = path.join(tmpdir(), `grid-map-bench-${process.pid}`)
  const url = execFileSync(script, ['start', folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
  return { url, stop: () => void execFileSync(script, ['stop', folder], { stdio: 'ignore' }) }
}

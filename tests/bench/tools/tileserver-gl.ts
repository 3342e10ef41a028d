import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sqlite from 'node-sqlite3-wasm'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import { findFreePort } from '../../helpers/find-free-port.ts'
import type { TileCoordinates } from './sample-tiles.ts'

const PACKAGE = 'tileserver-gl-light@5.6.0'

export interface Tileserver {
  urlOf(place: TileCoordinates): string
  url: string
  stop(): Promise<void>
}

/**
 * tileserver-gl with the given gzipped tiles in an MBTiles archive: what others serve ready vector tiles with. Installed
 * on first use into `.cache/tileserver-gl` (one of its packages is compiled: two minutes); null where that fails.
 */
export async function startTileserver(
  tiles: readonly { place: TileCoordinates; gzipped: Uint8Array }[],
  bounds: readonly number[],
): Promise<Tileserver | null> {
  const program = install()
  if (program === null) return null
  const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-mbtiles-'))
  const archive = path.join(folder, 'city.mbtiles')
  writeArchive(archive, tiles, bounds)
  const config = path.join(folder, 'config.json')
  writeFileSync(
    config,
    JSON.stringify({
      options: { paths: { root: folder, mbtiles: folder } },
      styles: {},
      data: { city: { mbtiles: 'city.mbtiles' } },
    }),
  )
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(
    process.execPath,
    [program, '--config', config, '--bind', '127.0.0.1', '--port', String(port), '--silent'],
    { cwd: folder, stdio: 'ignore' },
  )
  for (let tries = 0; ; tries++) {
    if (
      await fetch(`${url}/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break
    if (tries > 400 || child.exitCode !== null) throw new Error('tileserver-gl did not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url,
    urlOf: ({ z, x, y }) => `/data/city/${z}/${x}/${y}.pbf`,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}

function install(): string | null {
  const folder = path.join(packageRoot, '.cache/tileserver-gl')
  const program = path.join(folder, 'node_modules/tileserver-gl-light/src/main.js')
  const binding = path.join(folder, 'node_modules/sqlite3/build/Release/node_sqlite3.node')
  if (existsSync(program) && existsSync(binding)) return program
  process.stderr.write(`installing ${PACKAGE} into .cache, once …\n`)
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync(
      'npm',
      ['install', '--prefix', folder, '--no-audit', '--no-fund', '--omit=optional', PACKAGE],
      { stdio: 'ignore' },
    )
  } catch {
    return null
  }
  return existsSync(binding) ? program : null
}

function writeArchive(
  file: string,
  tiles: readonly { place: TileCoordinates; gzipped: Uint8Array }[],
  bounds: readonly number[],
): void {
  const zooms = tiles.map(({ place }) => place.z)
  const metadata: Record<string, string> = {
    id: 'city',
    name: 'city',
    format: 'pbf',
    bounds: bounds.join(),
    minzoom: String(Math.min(...zooms)),
    maxzoom: String(Math.max(...zooms)),
    json: JSON.stringify({ vector_layers: [{ id: 'grids', fields: {} }] }),
  }
  const database = new sqlite.Database(file)
  try {
    database.exec(`pragma journal_mode = off; begin;
      create table metadata (name text, value text);
      create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
      create unique index tile_index on tiles (zoom_level, tile_column, tile_row)`)
    for (const entry of Object.entries(metadata)) database.run('insert into metadata values (?, ?)', entry)
    // rows count from the south
    for (const {
      place: { z, x, y },
      gzipped,
    } of tiles)
      database.run('insert or ignore into tiles values (?, ?, ?, ?)', [z, x, 2 ** z - 1 - y, gzipped])
    database.exec('commit')
  } finally {
    database.close()
  }
}

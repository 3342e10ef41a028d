import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { StartError } from '../../errors.ts'

/**
 * A copy of the extension's archive without what this program never loads: topology, raster and geocoder
 * modules, each of which the engine would compile at every start. Made once per data folder; halves start
 * time and memory.
 *
 * @returns path of a gzipped tar
 */
export function buildPostgisBundle(cache: string): string {
  const source = join(
    dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis')),
    'postgis.tar.gz',
  )
  const prefix = `postgis-${statSync(source).size}-`
  mkdirSync(cache, { recursive: true })
  const names = readdirSync(cache)
  // the name says how long the file must be: one that a full disk or a power cut has shortened is made again
  const whole = names.find((name) => name === `${prefix}${sizeOf(join(cache, name))}.tar.gz`)
  if (whole !== undefined) return join(cache, whole)

  for (const name of names)
    if (/^postgis-.*(\.tar\.gz|\.part)$/.test(name)) rmSync(join(cache, name), { force: true })
  // a low level: the time to unpack is paid at every start, the 1 MB more on disk is not noticed
  const slim = gzipSync(keepEntries(gunzipSync(readFileSync(source))), { level: 1 })
  const draft = join(cache, `postgis-${randomUUID()}.part`)
  const path = join(cache, `${prefix}${slim.length}.tar.gz`)
  writeFileSync(draft, slim)
  renameSync(draft, path)
  return path
}

const kept: readonly RegExp[] = [
  /^lib\/postgresql\/postgis-3\.so$/,
  /^share\/postgresql\/extension\/postgis\.control$/,
  /^share\/postgresql\/extension\/postgis--3\.6\.2\.sql$/,
  /^share\/proj\//,
]

const BLOCK = 512

/**
 * Copies whole entries (header and content) of a ustar archive: POSIX.1-1988, all fields text, sizes in
 * octal.
 */
function keepEntries(tar: Buffer): Buffer {
  const parts: Buffer[] = []
  const found = new Set<RegExp>()
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const text = (from: number, length: number) =>
      tar.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '')
    const folder = text(345, 155)
    const name = folder === '' ? text(0, 100) : `${folder}/${text(0, 100)}`
    const content = Number.parseInt(text(124, 12).trim() || '0', 8)
    const length = BLOCK + Math.ceil(content / BLOCK) * BLOCK
    const rule = kept.find((pattern) => pattern.test(name))
    if (rule) {
      found.add(rule)
      parts.push(tar.subarray(at, at + length))
    }
    at += length
  }
  if (found.size < kept.length) {
    throw new StartError(
      'The PostGIS package of the embedded database is not the version this program was built for: run npm ci.',
    )
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

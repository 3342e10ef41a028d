import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build as buildWeb } from 'vite'
import { packageRoot } from '../runtime/package-root.ts'
import { bundleServer } from './bundle-server.ts'
import { precompress } from './precompress.ts'

/**
 * Builds the web app and the server into dist/; with --if-stale only when something it is made of has
 * changed.
 */
const inputs = ['api', 'data', 'web', 'package.json', 'package-lock.json', 'vite.config.ts']
const stamp = path.join(packageRoot, 'dist/stamp')

const key = stampOf(inputs)
const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === key
if (!(fresh && process.argv.includes('--if-stale'))) {
  const start = performance.now()
  process.stdout.write('构建中 · building …\n')
  rmSync(stamp, { force: true })
  await bundleServer(path.join(packageRoot, 'dist/api'))
  await buildWeb({ configFile: path.join(packageRoot, 'vite.config.ts'), logLevel: 'warn' })
  precompress(path.join(packageRoot, 'dist/web'))
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, key)
  process.stdout.write(`构建完成 · built in ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
}

/** A hash over names and contents: times of files say nothing after a checkout. */
function stampOf(places: string[]): string {
  const hash = createHash('sha256').update(process.version)
  for (const place of places) {
    for (const file of filesBelow(path.join(packageRoot, place))) {
      hash.update(`\0${path.relative(packageRoot, file)}\0`).update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

function filesBelow(place: string): string[] {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

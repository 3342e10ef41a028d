import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { precompress } from '../../../api/build/precompress.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'

/** What the built app is made of. */
const inputs = ['web', 'api/shared', 'api/build', 'package-lock.json', 'vite.config.ts']
const cache = path.join(packageRoot, 'node_modules/.cache/test-web')

/** The web app, built as it will be served; a build of the same sources is used again. The answer is its folder. */
export async function buildWeb(): Promise<string> {
  const folder = path.join(cache, stampOf(inputs))
  if (!existsSync(folder)) {
    removeOld()
    const draft = `${folder}.${process.pid}`
    await build({
      configFile: path.join(packageRoot, 'vite.config.ts'),
      logLevel: 'warn',
      mode: 'production',
      build: { outDir: draft, emptyOutDir: true },
    })
    precompress(draft)
    // whoever came first has built the same
    if (existsSync(folder)) rmSync(draft, { recursive: true })
    else renameSync(draft, folder)
  }
  utimesSync(folder, new Date(), new Date())
  return folder
}

/** A hash over names and contents: times of files say nothing after a checkout. */
function stampOf(places: readonly string[]): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of places.flatMap((place) => filesBelow(path.join(packageRoot, place)))) {
    hash.update(`\0${path.relative(packageRoot, file)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

function filesBelow(place: string): string[] {
  if (statSync(place).isFile()) return [place]
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

function removeOld(): void {
  if (!existsSync(cache)) return
  const hourAgo = Date.now() - 3600_000
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name)
    if (statSync(folder).mtimeMs < hourAgo) rmSync(folder, { recursive: true })
  }
}

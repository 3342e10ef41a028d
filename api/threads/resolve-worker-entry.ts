import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { packageRoot } from '../runtime/package-root.ts'

/**
 * Where a worker's JavaScript is. The production bundle has it beside itself, as an entry point of its own. The sources
 * have TypeScript, which a worker thread of Node 20 cannot read whoever started it (tsx, vitest): there esbuild, a
 * development dependency, makes one file of it, in a tenth of a second.
 *
 * @param source the worker's place beside the caller, without its ending: `new URL('./some-worker', import.meta.url)`
 */
export async function resolveWorkerEntry(source: URL): Promise<URL> {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${basename(source.pathname)}.js`, import.meta.url)
  const { buildSync } = await import('esbuild')
  const {
    outputFiles: [built],
  } = buildSync({
    entryPoints: [`${fileURLToPath(source)}.ts`],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  })
  if (!built) throw new Error(`esbuild made nothing of ${source.pathname}.ts`)
  // inside node_modules, so that the packages it imports are found
  const folder = join(packageRoot, 'node_modules/.cache/workers')
  const path = `${folder}/${createHash('sha256').update(built.contents).digest('hex').slice(0, 16)}.mjs`
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const draft = `${path}.${randomUUID()}`
    writeFileSync(draft, built.contents)
    renameSync(draft, path)
  }
  return pathToFileURL(path)
}

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { packageRoot } from '../runtime/package-root.ts'

/**
 * Returns the URL of a worker's JavaScript. The production bundle has it in its own folder, as a separate
 * entry point. The sources are TypeScript, which a worker thread of Node 20 cannot load, neither under tsx
 * nor under vitest: there esbuild, a development dependency, bundles the worker into one file (about 0.1 s,
 * once per process).
 *
 * @param source the worker's URL without extension: `new URL('./some-worker', import.meta.url)`
 */
export async function resolveWorkerEntry(source: URL): Promise<URL> {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${basename(source.pathname)}.js`, import.meta.url)
  let bundle = bundles.get(source.href)
  if (bundle === undefined) bundles.set(source.href, (bundle = bundleWorker(source)))
  return bundle
}

const bundles = new Map<string, Promise<URL>>()

async function bundleWorker(source: URL): Promise<URL> {
  const { buildSync } = await import('esbuild')
  const {
    outputFiles: [output],
  } = buildSync({
    entryPoints: [`${fileURLToPath(source)}.ts`],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  })
  if (!output) throw new Error(`esbuild returned no output for ${source.pathname}.ts`)
  // inside node_modules, so that the packages it imports are found
  const folder = join(packageRoot, 'node_modules/.cache/workers')
  const path = `${folder}/${createHash('sha256').update(output.contents).digest('hex').slice(0, 16)}.mjs`
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    // written under another name first: other processes never see half a file
    const draft = `${path}.${randomUUID()}`
    writeFileSync(draft, output.contents)
    renameSync(draft, path)
  }
  return pathToFileURL(path)
}

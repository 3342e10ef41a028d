import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'

/** Pages that open without a network; whatever else is fetched by `import()` stays out. */
const OFFLINE_FEATURES = ['/web/features/editor/']

/** Builds the service worker, and tells it which files the drawing desk is made of. */
export function offlineShell(): Plugin {
  return {
    name: 'offline-shell',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: '/offline/service-worker.ts', fileName: 'service-worker.js' })
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['service-worker.js']
        if (worker?.type !== 'chunk') throw new Error('the service worker was not built')
        const files = new Set<string>()
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith('/index.html') === true)
            collect(chunk.fileName, bundle, files)
        const addresses = [...files].sort().map((name) => `/${name}`)
        const stamp = createHash('sha256').update(addresses.join('\n')).digest('hex').slice(0, 12)
        worker.code = `const SHELL_FILES=${JSON.stringify(addresses)},SHELL_STAMP=${JSON.stringify(stamp)};\n${worker.code}`
      },
    },
  }
}

/** A chunk, its styles and files, and all that it imports now or later, as far as the desk needs it. */
function collect(name: string, bundle: Rolldown.OutputBundle, files: Set<string>): void {
  const chunk = bundle[name]
  if (chunk?.type !== 'chunk' || files.has(name) || !isOffline(chunk)) return
  files.add(name)
  for (const file of [
    ...(chunk.viteMetadata?.importedCss ?? []),
    ...(chunk.viteMetadata?.importedAssets ?? []),
  ])
    files.add(file)
  for (const needed of [...chunk.imports, ...chunk.dynamicImports]) collect(needed, bundle, files)
}

function isOffline({ isDynamicEntry, facadeModuleId }: Rolldown.OutputChunk): boolean {
  return (
    !isDynamicEntry ||
    facadeModuleId?.includes('/web/features/') !== true ||
    OFFLINE_FEATURES.some((folder) => facadeModuleId.includes(folder))
  )
}

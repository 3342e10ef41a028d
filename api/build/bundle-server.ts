import { build } from 'esbuild'
import { packageRoot } from '../package-root.ts'

/** The server and its commands as plain JavaScript, their worker threads beside them; packages stay where they are. */
export async function bundleServer(folder: string): Promise<void> {
  await build({
    absWorkingDir: packageRoot,
    entryPoints: [
      'api/server.ts',
      'api/demo-loader.ts',
      'api/cli/maintain.ts',
      'api/cli/import.ts',
      'api/cli/demo.ts',
      'api/db/embedded-worker.ts',
      'api/access/password-worker.ts',
      'api/compute/compute-worker.ts',
      'api/compute/solver-worker.ts',
      'api/features/transfer/transfer-worker.ts',
    ],
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    logLevel: 'warning',
  })
}

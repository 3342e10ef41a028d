import { build } from 'esbuild'
import { packageRoot } from '../runtime/package-root.ts'

/**
 * The server and its commands as plain JavaScript, their worker threads beside them; packages stay where they
 * are.
 */
export async function bundleServer(folder: string): Promise<void> {
  await build({
    absWorkingDir: packageRoot,
    entryPoints: [
      'api/server.ts',
      'api/demo/demo-loader.ts',
      'api/cli/maintain.ts',
      'api/cli/import.ts',
      'api/cli/demo.ts',
      'api/db/embedded/embedded-worker.ts',
      'api/accounts/password-worker.ts',
      'api/coverage/compute/compute-worker.ts',
      'api/coverage/solver/solver-worker.ts',
      'api/drafts/steps/step-worker.ts',
      'api/snapshot/historical-worker.ts',
      'api/transfer/worker/transfer-worker.ts',
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

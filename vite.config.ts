import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { offlineShell } from './api/build/offline-shell.ts'
import { preloadChunks } from './api/build/preload-chunks.ts'
import { SummaryReporter } from './tests/helpers/summary-reporter.ts'
import { findLeftOutTests } from './tests/helpers/optional-tests.ts'
import { getScratchFolder } from './tests/helpers/scratch-folder.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const node = { environment: 'node' as const }

const leftOut = findLeftOutTests()
const exclude = leftOut.flatMap(({ patterns }) => patterns)

export default defineConfig({
  root: 'web',
  plugins: [vue(), preloadChunks(['/web/app/start.ts', '/web/map/create-engine.ts']), offlineShell()],
  build: {
    outDir: here('./dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // MapLibre alone is larger than the default limit
    chunkSizeWarningLimit: 1200,
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: process.env['API_URL'] ?? 'http://127.0.0.1:8787' } },
  },
  test: {
    root: here('.'),
    maxWorkers: 2,
    env: { TMPDIR: getScratchFolder() },
    globalSetup: [here('./tests/helpers/scratch-folder.ts')],
    reporters: ['default', new SummaryReporter(leftOut)],
    // time limits that only a test that hangs reaches: a busy machine has been eight times slower than a quiet one
    projects: [
      {
        extends: true,
        test: {
          ...node,
          name: 'pure',
          include: ['tests/{geometry,contract,layers,tiles,coverage,division,data}/**/*.test.ts'],
          exclude,
          testTimeout: 120_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...node,
          name: 'api',
          include: ['tests/api/**/*.test.ts'],
          exclude,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        extends: true,
        test: {
          environment: 'happy-dom',
          name: 'web',
          include: ['tests/web/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          ...node,
          name: 'browser',
          isolate: false,
          include: ['tests/browser/**/*.browser.test.ts'],
          globalSetup: [here('./tests/helpers/browser/global-setup.ts')],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
})

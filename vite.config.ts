import vue from '@vitejs/plugin-vue'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { offlineShell } from './api/build/offline-shell.ts'
import { preloadChunks } from './api/build/preload-chunks.ts'
import { scratchFolder } from './tests/helpers/scratch-folder.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const node = { environment: 'node' as const }

/** TEST_DATABASE_URL alone decides which database the tests run on; what only the other one can do is left out. */
const otherDriver = process.env['TEST_DATABASE_URL'] === undefined ? 'server' : 'embedded'

/** Tests that ask GDAL, where there is one: CI installs it. */
const foreign = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'ogr2ogr'))) ? [] : ['tests/**/gdal/**']

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
    env: { TMPDIR: scratchFolder() },
    reporters: ['default', here('./tests/helpers/closing-line.ts')],
    projects: [
      { extends: true, test: { ...node, name: 'pure', include: ['tests/{geometry,contract,layers,tiles,coverage,data}/**/*.test.ts'], exclude: foreign, testTimeout: 30_000, isolate: false } },
      { extends: true, test: { ...node, name: 'api', include: ['tests/api/**/*.test.ts'], exclude: [`tests/api/database/${otherDriver}/**`, ...foreign], isolate: false, testTimeout: 30_000, hookTimeout: 60_000 } },
      { extends: true, test: { environment: 'happy-dom', name: 'web', include: ['tests/web/**/*.test.ts'] } },
      { extends: true, test: { ...node, name: 'browser', isolate: false, include: ['tests/browser/**/*.browser.test.ts'], globalSetup: [here('./tests/helpers/browser/global-setup.ts')], testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 15_000 } } } },
    ],
  },
})

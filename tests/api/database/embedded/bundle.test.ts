import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { packageRoot } from '../../../../api/runtime/package-root.ts'
import { copyDataFolder } from '../../../helpers/database/open-test-database.ts'

test('finds the worker next to the bundle in a production build', async () => {
  const outdir = join(packageRoot, 'node_modules/.cache/test-bundle')
  await build({
    entryPoints: {
      'keep-database-open': join(packageRoot, 'tests/helpers/database/programs/keep-database-open.ts'),
      'embedded-worker': join(packageRoot, 'api/db/embedded/embedded-worker.ts'),
    },
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const { settings, remove } = await copyDataFolder('blank')
  const child = spawn(process.execPath, [join(outdir, 'keep-database-open.js'), JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end()
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')])
  expect(printed.split('\n')).toEqual(['open', 'closed', ''])
  expect(existsSync(join(settings.dataDir, 'lock'))).toBe(false)
  await remove()
  rmSync(outdir, { recursive: true })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { packageRoot } from '../../../../api/package-root.ts'
import { copyFolder } from '../../../helpers/database/open-test-database.ts'

test('bundled as for production, the program finds the worker beside itself', async () => {
  const outdir = join(packageRoot, 'node_modules/.cache/test-bundle')
  await build({
    entryPoints: {
      'hold-open': join(packageRoot, 'tests/helpers/database/programs/hold-open.ts'),
      'embedded-worker': join(packageRoot, 'api/db/embedded-worker.ts'),
    },
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const { settings, remove } = await copyFolder('blank')
  const child = spawn(process.execPath, [join(outdir, 'hold-open.js'), JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end()
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')])
  expect(printed.split('\n')).toEqual(['open', 'closed', ''])
  expect(existsSync(join(settings.dataDir, 'lock'))).toBe(false)
  await remove()
  rmSync(outdir, { recursive: true })
})

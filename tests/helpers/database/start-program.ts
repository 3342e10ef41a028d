import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { build } from 'esbuild'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import { waitUntil } from '../wait-until.ts'

const PROGRAMS = [
  'keep-database-open',
  'write-rows',
  'crash-after-migration',
  'crash-during-load',
  'crash-during-publish',
  'work-until-killed',
] as const

const bundle = path.join(
  packageRoot,
  'node_modules/.cache/test-programs',
  process.env['VITEST_POOL_ID'] ?? String(process.pid),
)

// once per test process: Node would need a second for the TypeScript of each start
await build({
  absWorkingDir: packageRoot,
  entryPoints: [
    ...PROGRAMS.map((name) => `tests/helpers/database/programs/${name}.ts`),
    'api/db/embedded/embedded-worker.ts',
    'api/accounts/password-worker.ts',
    'api/coverage/compute/compute-worker.ts',
  ],
  entryNames: '[name]',
  outdir: bundle,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  sourcemap: 'linked',
  logLevel: 'warning',
})

export interface ChildProgram {
  pid: number
  /** What it has printed so far, line by line. */
  lines: string[]
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>
  /** Waits for it to end by itself; null: it was killed. */
  ended(): Promise<number | null>
  process: ChildProcess
}

/** Runs a program of the folder `programs` as a process of its own. */
export function startProgram(program: (typeof PROGRAMS)[number], argument: object): ChildProgram {
  const file = path.join(bundle, `${program}.js`)
  const child = spawn(process.execPath, ['--enable-source-maps', file, JSON.stringify(argument)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (child.pid === undefined) throw new Error(`${program} did not start`)
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(line))
  const exit = once(child, 'close')
  return {
    pid: child.pid,
    lines,
    process: child,
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
    ended: async () => {
      await exit
      return child.exitCode
    },
  }
}

/** Waits until the child has printed the line. */
export async function waitForLine(child: ChildProgram, line: string, limitMs = 60_000): Promise<void> {
  await waitUntil(() => {
    if (child.lines.includes(line)) return true
    if (child.process.exitCode !== null)
      throw new Error(`the program ended without '${line}': ${child.lines.join(' / ')}`)
    return false
  }, limitMs)
}

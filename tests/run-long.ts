import { randomInt } from 'node:crypto'
import { spawnSync } from 'node:child_process'

/**
 * npm run test:long: runs the random tests of geometry and coverage with a new seed, and with 20 times as many cases.
 * SEED and LONGER in the environment choose both. The seed is printed: the same one repeats a run.
 */
const environment = {
  ...process.env,
  SEED: process.env['SEED'] ?? String(randomInt(1, 2 ** 31)),
  LONGER: process.env['LONGER'] ?? '20',
}
process.stdout.write(`SEED=${environment.SEED} LONGER=${environment.LONGER}\n`)
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--project', 'pure', '--test-timeout', '0', 'tests/geometry', 'tests/coverage'],
  { env: environment, stdio: 'inherit' },
)
process.stdout.write(`SEED=${environment.SEED} LONGER=${environment.LONGER}\n`)
process.exitCode = status ?? 1

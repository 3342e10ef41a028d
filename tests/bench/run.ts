import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * npm run bench -- [name …]: the named benchmarks, or all of them, one after the other, each in a process of its own.
 * Those that take half an hour have to be named.
 */
const LONG = ['endurance']
const folder = fileURLToPath(new URL('.', import.meta.url))
const known = readdirSync(folder)
  .flatMap((file) => (file.endsWith('.bench.ts') ? [file.slice(0, -'.bench.ts'.length)] : []))
  .sort()
const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !known.includes(name))
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}; there are: ${known.join(', ')}.`)
  process.exit(1)
}
let failed = 0
for (const name of wanted.length > 0 ? wanted : known.filter((each) => !LONG.includes(each))) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', `${folder}${name}.bench.ts`], {
    stdio: 'inherit',
  })
  if (status !== 0) failed++
}
process.exitCode = failed > 0 ? 1 : 0

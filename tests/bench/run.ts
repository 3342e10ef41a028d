import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { describeMachine, renderFigures, replaceFigures, StoredFigures } from './tools/readme-figures.ts'
import { Figure, FIGURES_FILE } from './tools/report-figures.ts'

/**
 * npm run bench -- [--readme] [name …]: runs the named benchmarks, or all of them, one after the other, each in a process
 * of its own. Those that take half an hour have to be named. With --readme their figures replace the earlier ones in
 * tests/bench/figures.json and in the tables of both READMEs.
 */
const LONG = ['endurance']
const folder = path.join(packageRoot, 'tests/bench')
const storedFile = path.join(folder, 'figures.json')
const READMES = [
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
] as const

const known = readdirSync(folder)
  .flatMap((file) => (file.endsWith('.bench.ts') ? [file.slice(0, -'.bench.ts'.length)] : []))
  .sort()
const requested = process.argv.slice(2)
const withReadme = requested.includes('--readme')
const named = requested.filter((each) => each !== '--readme')
const unknown = named.find((name) => !known.includes(name))
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}; there are: ${known.join(', ')}.`)
  process.exit(1)
}

const scratch = mkdtempSync(path.join(tmpdir(), 'grid-map-figures-'))
let failed = 0
for (const name of named.length > 0 ? named : known.filter((each) => !LONG.includes(each))) {
  const figuresFile = path.join(scratch, `${name}.jsonl`)
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', path.join(folder, `${name}.bench.ts`)], {
    stdio: 'inherit',
    env: { ...process.env, [FIGURES_FILE]: figuresFile },
  })
  if (status !== 0) failed++
  else if (withReadme && existsSync(figuresFile)) storeFigures(name, figuresFile)
}
rmSync(scratch, { recursive: true })
if (withReadme) writeReadmes()
process.exitCode = failed > 0 ? 1 : 0

/** Replaces the stored figures of one benchmark by those of its last run. */
function storeFigures(name: string, file: string): void {
  const figures = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => Figure.array().parse(JSON.parse(line)))
  const stored = {
    ...readStored(),
    [name]: { day: new Date().toISOString().slice(0, 10), machine: describeMachine(), figures },
  }
  writeFileSync(storedFile, `${JSON.stringify(stored, null, 2)}\n`)
}

function readStored(): StoredFigures {
  return StoredFigures.parse(JSON.parse(readFileSync(storedFile, 'utf8')))
}

function writeReadmes(): void {
  for (const [file, language] of READMES) {
    const readme = path.join(packageRoot, file)
    const text = readFileSync(readme, 'utf8')
    writeFileSync(readme, replaceFigures(text, renderFigures(readStored(), language)))
  }
}

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { packageRoot } from '../runtime/package-root.ts'

/**
 * npm run audit:licences
 *
 * Says under which licences the installed packages stand, and ends with code 1 when one of them is not on the
 * list; then asks the registry for known weaknesses, where it answers such questions.
 */
const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'Zlib',
  'PostgreSQL',
  'EDL-1.0',
])
/** Tools of the build that are run and never handed on. */
const ALLOWED_FOR_BUILDING = new Set(['MPL-2.0', 'CC-BY-4.0'])

/** Packages that name none, or misspell it, and what their own texts say. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  '@mapbox/jsonlint-lines-primitives': 'MIT',
  arc: 'BSD-2-Clause',
  'splaytree-ts': 'BSD-3-Clause',
}

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
})
const Report = z.object({ metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }) })
const Manifest = z.object({ license: z.union([z.string(), z.object({ type: z.string() })]).optional() })

function main(): void {
  const { packages } = Lock.parse(
    JSON.parse(readFileSync(path.join(packageRoot, 'package-lock.json'), 'utf8')),
  )
  const counts = new Map<string, number>()
  const refused: string[] = []
  for (const [place, { version, license, dev = false, devOptional = false }] of Object.entries(packages)) {
    if (place === '') continue
    const name = place.replace(/^.*node_modules\//, '')
    const licence = READ_BY_HAND[name] ?? license ?? licenceOf(place)
    counts.set(licence, (counts.get(licence) ?? 0) + 1)
    if (!isAllowed(licence, dev || devOptional)) refused.push(`${name}@${version ?? '?'}: ${licence}`)
  }
  for (const [licence, count] of [...counts].sort((a, b) => b[1] - a[1]))
    process.stdout.write(`${String(count).padStart(5)}  ${licence}\n`)
  for (const line of refused) process.stderr.write(`不在许可清单中 · not on the list: ${line}\n`)
  if (refused.length > 0) process.exitCode = 1
  process.stdout.write(`${advisories()}\n`)
}

/** "(MIT OR Apache-2.0)": one of them will do; "MIT AND ISC": all must. */
function isAllowed(licence: string, building: boolean): boolean {
  const ok = (name: string) => ALLOWED.has(name) || (building && ALLOWED_FOR_BUILDING.has(name))
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => ok(name.trim())))
}

function licenceOf(place: string): string {
  const file = path.join(packageRoot, place, 'package.json')
  if (!existsSync(file)) return 'not installed here'
  const { license } = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  return typeof license === 'string' ? license : (license?.type ?? 'none named')
}

function advisories(): string {
  try {
    return summary(
      execFileSync('npm', ['audit', '--json'], {
        cwd: packageRoot,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        shell: process.platform === 'win32',
      }),
    )
  } catch (error) {
    // npm ends with 1 when it has found something, and writes the same report
    const text = typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : ''
    return summary(text)
  }
}

function summary(text: string): string {
  try {
    const { vulnerabilities } = Report.parse(JSON.parse(text)).metadata
    if ((vulnerabilities['high'] ?? 0) + (vulnerabilities['critical'] ?? 0) > 0) process.exitCode = 1
    return `漏洞通告 · advisories: ${Object.entries(vulnerabilities)
      .map(([severity, count]) => `${severity} ${count}`)
      .join(', ')}`
  } catch {
    return '漏洞通告 · advisories: 软件源没有回答 · the registry does not answer'
  }
}

main()

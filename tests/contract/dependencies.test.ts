import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../api/runtime/package-root.ts'

const read = (file: string) => readFileSync(path.join(packageRoot, file), 'utf8')
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, unknown> | undefined>
const namesOf = (field: string) => Object.keys(manifest[field] ?? {})

it('docs/decisions/dependencies.md gives a reason for every package of package.json, and for no other', () => {
  const listed = [...read('docs/decisions/dependencies.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(
    ([, name]) => name ?? '',
  )
  const expected = ['dependencies', 'devDependencies', 'overrides', 'allowScripts'].flatMap(namesOf)
  expect([...new Set(listed)].sort()).toEqual([...new Set(expected)].sort())
})

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { settingsSchema } from '../../api/runtime/settings.ts'

const read = (file: string) => readFileSync(path.join(packageRoot, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const text = read(file)
  const lines = text.split('\n')

  it('lists exactly the existing settings with their defaults', () => {
    const listed = lines.flatMap((line) => {
      const [, name, byDefault] = /^\| `([A-Z_]+)` \| (?:–|`(.*?)`) \| .+ \|$/.exec(line) ?? []
      return name === undefined ? [] : [[name, byDefault]]
    })
    const defaults = settingsSchema.parse({})
    expect(listed).toEqual(
      Object.keys(settingsSchema.shape).map((name) => {
        const value: unknown = Reflect.get(defaults, name)
        return [name, value === undefined ? undefined : String(value)]
      }),
    )
  })

  it('mentions only existing commands', () => {
    const named = [...text.matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name ?? '')
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  it('links only to existing files', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, link]) => link ?? '')
      .filter((link) => !/^https?:/.test(link))
    expect(links.filter((link) => !existsSync(path.join(packageRoot, link)))).toEqual([])
  })

  it('shows the map and the two commands at the top', () => {
    const first = lines.slice(0, 12).join('\n')
    expect(first).toMatch(/!\[.+\]\(docs\/images\/.+\.png\)/)
    expect(first).toContain('npm ci && npm start')
    expect(first).toContain('npm ci && npm test')
  })
})

it('README.md describes each setting as the program does', () => {
  const text = read('README.md')
  for (const setting of Object.values(settingsSchema.shape))
    expect(text).toContain(`| ${setting.description} |`)
})

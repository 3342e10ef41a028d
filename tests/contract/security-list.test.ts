import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** docs/security.md says which test shows what: those tests are there. */
const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
const named = [...text.matchAll(/`(tests\/[\w./-]+\.test\.ts)` › ([^|\n]+) \|/g)].map(([, file = '', title = '']) => ({ file, title: title.trim() }))

describe('the list of security requirements', () => {
  it('names a test in every row', () => {
    const rows = text.split('\n').filter((line) => /^\| \d/.test(line))
    expect(rows.length).toBeGreaterThan(30)
    for (const row of rows) expect(row).toMatch(/`tests\/[\w./-]+\.test\.ts` › \S/)
    expect(named.length).toBeGreaterThanOrEqual(rows.length)
  })

  it.each(named)('$file: $title', ({ file, title }) => {
    const url = new URL(`../../${file}`, import.meta.url)
    expect(existsSync(url)).toBe(true)
    expect(readFileSync(url, 'utf8')).toContain(title)
  })
})

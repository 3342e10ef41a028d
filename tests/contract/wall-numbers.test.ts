import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { wallMetrics } from '#shared/contract/screens/wall-data.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'

const read = (file: string) => readFileSync(path.join(packageRoot, file), 'utf8')

describe('the page about the numbers on the wall', () => {
  const rows = read('docs/wall-numbers.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

  it('has a row for every panel, and for every metric that is shown as a number', () => {
    const panels = [...read('web/features/screen/panels/panels.ts').matchAll(/\{ id: '(\w+)'/g)].map(
      ([, id]) => id,
    )
    expect(panels.length).toBeGreaterThan(8)
    expect([...new Set(rows.map(([panel]) => panel?.replaceAll('`', '')))].sort()).toEqual(panels.sort())
    const numbers = rows.map(([, number]) => number).join()
    for (const metric of wallMetrics) expect(numbers).toContain(`\`${metric}\``)
  })

  it('says scope, formula and test of each', () => {
    for (const row of rows) {
      expect(row).toHaveLength(5)
      for (const cell of row) expect(cell).not.toBe('')
      expect(row[4]).toMatch(/^(`tests\/[\w/.-]+\.test\.ts`(, )?)+$/)
    }
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { renderFigures, replaceFigures, StoredFigures } from '../bench/tools/readme-figures.ts'

const read = (file: string) => readFileSync(path.join(packageRoot, file), 'utf8')
const stored = StoredFigures.parse(JSON.parse(read('tests/bench/figures.json')))

it.each([
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
] as const)('%s shows exactly the stored figures', (file, language) => {
  expect(replaceFigures(read(file), renderFigures(stored, language))).toBe(read(file))
})

it('every stored measurement belongs to a benchmark', () => {
  const benches = readdirSync(path.join(packageRoot, 'tests/bench')).map((file) =>
    file.replace('.bench.ts', ''),
  )
  expect(Object.keys(stored).filter((name) => !benches.includes(name))).toEqual([])
})

it.each(readdirSync(path.join(packageRoot, 'tests/bench')).filter((file) => file.endsWith('.bench.ts')))(
  '%s declares rows for the README',
  (file) => {
    expect(read(`tests/bench/${file}`)).toContain('reportFigures(')
  },
)

describe('the rendered figures', () => {
  const figure = { en: 'tiles', zh: '瓦片', value: '3 ms', compared: { en: 'nginx', zh: 'nginx 对照' } }
  const measured = {
    old: { day: '2026-01-01', machine: 'slow', figures: [figure] },
    new: { day: '2026-02-01', machine: 'fast', figures: [{ en: 'heap', zh: '堆', value: '1 MB' }] },
    also: { day: '2026-02-01', machine: 'fast', figures: [figure] },
  }

  it('have one table per day and machine, the latest first', () => {
    expect(renderFigures(measured, 'en').split('\n')).toEqual([
      '**Measured 2026-02-01 · fast**',
      '',
      '| what | figure | compared, same run |',
      '|---|---:|---|',
      '| heap | 1 MB |  |',
      '| tiles | 3 ms | nginx |',
      '',
      '**Measured 2026-01-01 · slow**',
      '',
      '| what | figure | compared, same run |',
      '|---|---:|---|',
      '| tiles | 3 ms | nginx |',
    ])
    expect(renderFigures(measured, 'zh')).toContain('| 瓦片 | 3 ms | nginx 对照 |')
  })

  it('are not written into a README without the two comments', () => {
    expect(() => replaceFigures('# README', 'x')).toThrow('lacks')
  })
})

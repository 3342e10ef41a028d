import { describe, expect, it } from 'vitest'
import { itemAt } from '#shared/geometry/at.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import type { RawFeature } from '../../../data/formats/model/format.ts'
import { openFile } from '../../../data/formats/readers.ts'

/** Rows that show how a table is filled in. */

async function readTable(text: string, headRow?: number) {
  const source = createMemorySource('一.csv', new TextEncoder().encode(text))
  const opened = await openFile(source, { headRow })
  try {
    const layer = itemAt(opened.layers, 0)
    const rows: RawFeature[] = []
    for await (const batch of layer.features()) rows.push(...batch)
    return {
      names: rows.map(({ properties }) => properties['名称']),
      numbers: rows.map(({ row }) => row),
      remarks: layer.remarks,
    }
  } finally {
    await opened.close()
    await source.close()
  }
}

describe('a row that is marked as an example', () => {
  it.each(['示例：S-001', '样例: S-001', 'Example: S-001', ' EXAMPLE：S-001'])(
    'by %s is left out, the report counts it, and the others keep the numbers that a spreadsheet shows',
    async (mark) => {
      const table = `编号,名称,数\n${mark},甲,1\nS-1,乙,2\nS-2,丙,3\n`
      expect(await readTable(table)).toEqual({
        names: ['乙', '丙'],
        numbers: [3, 4],
        remarks: [{ code: 'example_left', details: { count: 1 } }],
      })
    },
  )

  it('is found between others, also where the row of the names is given', async () => {
    const table = '说明,,\n编号,名称,数\nS-1,乙,2\n示例：S-2,甲,1\n示例：S-3,甲,1\nS-4,丙,3\n'
    for (const headRow of [undefined, 2]) {
      const { names, remarks } = await readTable(table, headRow)
      expect(names).toEqual(['乙', '丙'])
      expect(remarks).toContainEqual({ code: 'example_left', details: { count: 2 } })
    }
  })

  it('is not one that only speaks of examples', async () => {
    const { names, remarks } = await readTable('编号,名称,备注\nS-1,示例村,见示例\nS-2,样例小区,example\n')
    expect(names).toEqual(['示例村', '样例小区'])
    expect(remarks).toEqual([])
  })
})

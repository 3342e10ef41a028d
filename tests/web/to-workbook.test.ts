import { describe, expect, it } from 'vitest'
import { createMemorySource } from '../../data/formats/io/file-source.ts'
import { openFile } from '../../data/formats/readers.ts'
import { toWorkbook } from '../../web/lib/export/to-workbook.ts'

describe('a workbook of the page', () => {
  it('is read back with its sheets, numbers as numbers, and codes and formulas as text', async () => {
    const bytes = toWorkbook(
      [
        {
          name: 'Grids: by street',
          head: ['code', 'name', 'households'],
          lines: [
            ['321202001001001', '=1+1 & <b> "quoted"', 120.5],
            ['321202001001002', 'lone \ud800 surrogate, 𠮷', NaN],
          ],
          about: [['Revision', 3]],
        },
      ],
      'About',
    )
    const opened = await openFile(createMemorySource('table.xlsx', bytes))
    expect(opened.format.id).toBe('xlsx')
    expect(opened.layers.map(({ name }) => name)).toEqual(['Grids  by street', 'About'])
    const rows: object[] = []
    for await (const batch of opened.layers[0]!.features())
      rows.push(...batch.map(({ properties }) => properties))
    await opened.close()
    expect(rows).toEqual([
      { code: '321202001001001', name: '=1+1 & <b> "quoted"', households: 120.5 },
      { code: '321202001001002', name: 'lone  surrogate, 𠮷', households: null },
    ])
  })

  it('of equal tables has equal bytes', () => {
    const tables = [{ name: 'a', head: ['x'], lines: [[1]], about: [] }]
    expect(toWorkbook(tables, 'About')).toEqual(toWorkbook(tables, 'About'))
  })
})

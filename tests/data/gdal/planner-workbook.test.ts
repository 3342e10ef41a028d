import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportTable } from '../../../web/lib/export/export-table.ts'
import { toWorkbook } from '../../../web/lib/export/to-workbook.ts'
import { readWithGdal } from '../../helpers/transfer/read-with-gdal.ts'

/** GDAL reads the workbooks that the planner exports in the browser. */
let file: string
let folder: string

/** The column after Z, a value that is not known, digits that stay text, and characters that XML escapes. */
const wide = Array.from({ length: 28 }, (_, i) => `列${i + 1}`)
const communities: ExportTable = {
  name: '社区 [按类型]',
  head: ['代码', '名称', '户数', '占比', '距离'],
  lines: [
    ['321001001001', '胜利社区', 1200, 0.875, 431.5],
    ['321001001002', '<湖> & "城"', 0, 1, NaN],
    ['000000000003', '=1+1', -3, 1e-7, 12_345_678.25],
  ],
  about: [
    ['数据日期', '2026-01-01'],
    ['数据版本', 7],
  ],
}
const columns: ExportTable = { name: '宽表', head: wide, lines: [wide.map((_, i) => i + 1)], about: [] }

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-workbook-'))
  file = path.join(folder, 'planner.xlsx')
  await writeFile(file, toWorkbook([communities, columns], '说明'))
})
afterAll(() => rm(folder, { recursive: true }))

const readSheet = async (sheet: string, headers: 'FORCE' | 'DISABLE') =>
  (await readWithGdal(file, sheet, '--config', 'OGR_XLSX_HEADERS', headers)).map(
    ({ properties }) => properties,
  )

describe('GDAL reads a workbook of the planner', () => {
  it('with the same column names, texts and numbers, in the same order', async () => {
    const rows = await readSheet('社区  按类型 ', 'FORCE')
    // GDAL leaves out a field that has no value in a row
    const known = communities.lines.map((line) =>
      communities.head.flatMap((name, i) => (Number.isNaN(line[i]) ? [] : [[name, line[i]]])),
    )
    expect(rows.map((row) => Object.entries(row))).toEqual(known)
  })

  it('with codes as text, so that leading zeros stay', async () => {
    expect((await readSheet('社区  按类型 ', 'FORCE')).map((row) => row['代码'])).toEqual([
      '321001001001',
      '321001001002',
      '000000000003',
    ])
  })

  it('with more columns than the alphabet has letters', async () => {
    const [row] = await readSheet('宽表', 'FORCE')
    expect(row).toEqual(Object.fromEntries(wide.map((name, i) => [name, i + 1])))
  })

  it('with a sheet that says what the numbers are', async () => {
    expect((await readSheet('说明', 'DISABLE')).map((row) => Object.values(row).map(String))).toEqual([
      ['数据日期', '2026-01-01'],
      ['数据版本', '7'],
    ])
  })
})

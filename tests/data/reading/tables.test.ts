import { describe, expect, it } from 'vitest'
import { itemAt } from '#shared/geometry/at.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import type { RawFeature } from '../../../data/formats/model/format.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { readCoordinate, readPosition } from '../../../api/transfer/import/rows/read-coordinate.ts'
import { readNumber } from '../../../api/transfer/import/rows/read-value.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { prepareFile } from '../../helpers/transfer/prepare-file.ts'
import { zipOf } from '../../helpers/transfer/zip-of.ts'

const facts = aCity({ code: '321000', columns: 3, rows: 4 })
const [one, two] = facts.units.filter(({ level }) => level === 'community').map(({ code }) => code)

async function readFirstLayer(name: string, bytes: Uint8Array, headRow?: number) {
  const source = createMemorySource(name, bytes)
  const opened = await openFile(source, { headRow })
  try {
    const layer = itemAt(opened.layers, 0)
    const features: RawFeature[] = []
    for await (const bunch of layer.features()) features.push(...bunch)
    const rows: object[] = features.map(({ properties }) => properties)
    return { rows, numbers: features.map(({ row }) => row), fields: layer.fields, remarks: layer.remarks }
  } finally {
    await opened.close()
    await source.close()
  }
}
const csv = (text: string) => new TextEncoder().encode(text)

type Cell = string | number | null
const letterOf = (column: number) => String.fromCharCode(65 + column)

/** A workbook with one sheet; cells of style 1 are shown in per cent. */
async function workbookOf(rows: readonly (readonly Cell[])[], merged: readonly string[] = []) {
  const cellOf = (cell: Cell, at: string) =>
    cell === null
      ? ''
      : typeof cell === 'number'
        ? `<c r="${at}" s="${cell < 1 ? 1 : 0}"><v>${cell}</v></c>`
        : `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`
  const lines = rows.map(
    (cells, i) =>
      `<row r="${i + 1}">${cells.map((cell, k) => cellOf(cell, `${letterOf(k)}${i + 1}`)).join('')}</row>`,
  )
  const ranges = merged.map((ref) => `<mergeCell ref="${ref}"/>`)
  return zipOf({
    'xl/workbook.xml': csv('<workbook xmlns:r="r"><sheets><sheet name="表" r:id="a"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': csv(
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/styles.xml': csv('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs></styleSheet>'),
    'xl/worksheets/sheet1.xml': csv(
      `<worksheet><sheetData>${lines.join('')}</sheetData><mergeCells>${ranges.join('')}</mergeCells></worksheet>`,
    ),
  })
}

describe('the names of the columns', () => {
  const titled = [
    ['阵地统计表'],
    ['填报单位：', '某街道', '日期：', '2026年1月'],
    ['编号', '名称', '经度', '纬度', '备注'],
    ['S-1', '甲站', 120.01, 33.02, null],
    ['S-2', '乙站', 120.02, 33.03, '改造中'],
  ]

  it('are counted, like titles and empty rows, in the number of a row, as spreadsheets do', async () => {
    const [title, unit, head, first, second] = titled
    const spaced = [title!, unit!, head!, first!, [null], [null], second!]
    const text = spaced.map((cells) => cells.join(',')).join('\r\n')
    for (const { numbers } of [
      await readFirstLayer('a.xlsx', await workbookOf(spaced)),
      await readFirstLayer('a.csv', csv(text)),
    ])
      expect(numbers).toEqual([4, 7])
  })

  it('are found below titles, in a workbook and in text, and the report says where', async () => {
    const sheet = await readFirstLayer('a.xlsx', await workbookOf(titled, ['A1:E1']))
    const text = await readFirstLayer('a.csv', csv(titled.map((cells) => cells.join(',')).join('\n')))
    for (const { fields, rows, remarks } of [sheet, text]) {
      expect(fields).toEqual(['编号', '名称', '经度', '纬度', '备注'])
      expect(rows).toHaveLength(2)
      expect(remarks).toEqual([{ code: 'head_row', details: { row: 3, above: 2 } }])
    }
  })

  it('may have the name of their group above them', async () => {
    const table = [
      ['编号', '位置', null, '住户', null],
      [null, '经度', '纬度', '户数', '人数'],
      ['S-1', 120.01, 33.02, 30, 90],
    ]
    const twice = [
      ['社区', '2024年', null, '2025年', null],
      [null, '党员', '住户', '党员', '住户'],
      ['甲', 'x', 'y', 'z', 'w'],
    ]
    const text = csv(table.map((cells) => cells.join(',')).join('\n'))
    for (const [name, bytes] of [
      ['a.xlsx', await workbookOf(table, ['A1:A2', 'B1:C1', 'D1:E1'])],
      ['a.csv', text],
    ] as const) {
      const { fields, rows, remarks } = await readFirstLayer(name, bytes)
      expect(fields).toEqual(['编号', '经度', '纬度', '户数', '人数'])
      expect(rows).toHaveLength(1)
      expect(remarks).toEqual([{ code: 'head_joined', details: { row: 1, below: 2 } }])
    }
    expect((await readFirstLayer('a.xlsx', await workbookOf(twice))).fields).toEqual([
      ...['社区', '2024年党员', '2024年住户', '2025年党员', '2025年住户'],
    ])
  })

  it('are not joined with a row of the table that has texts only', async () => {
    const { fields, rows } = await readFirstLayer('a.csv', csv('社区,项目,\n甲,a,b\n,c,d\n'))
    expect(fields?.slice(0, 2)).toEqual(['社区', '项目'])
    expect(rows).toHaveLength(2)
  })

  it('are in the first row of a plain table, also when it has years for names or rows wider than it', async () => {
    const years = await readFirstLayer('a.csv', csv('社区,2024,2025\n甲社区,1,2\n合计,无,无\n'))
    expect(years.fields).toEqual(['社区', '2024', '2025'])
    expect(years.remarks).toEqual([])
    expect((await readFirstLayer('a.csv', csv('a,b\n1,2\n1,2,3\n'))).fields).toEqual(['a', 'b'])
  })

  it('can be said to be in another row', async () => {
    const bytes = await workbookOf([
      ['名称', '数值'],
      ['中文名', '中文值'],
      ['甲', 3],
    ])
    expect((await readFirstLayer('a.xlsx', bytes, 2)).rows).toEqual([{ 中文名: '甲', 中文值: 3 }])
    await expect(readFirstLayer('a.xlsx', bytes, 9)).rejects.toMatchObject({ code: 'no_head_row' })
  })
})

describe('merged cells', () => {
  it('are filled downwards, and not into rows that are empty', async () => {
    const bytes = await workbookOf(
      [
        ['社区', '项目', '数值'],
        ['甲', 'a', 1],
        [null, 'b', 2],
        [null, null, null],
        ['乙', 'c', 3],
      ],
      ['A2:A4'],
    )
    const { rows, remarks } = await readFirstLayer('a.xlsx', bytes)
    expect(rows).toEqual([
      { 社区: '甲', 项目: 'a', 数值: 1 },
      { 社区: '甲', 项目: 'b', 数值: 2 },
      { 社区: '乙', 项目: 'c', 数值: 3 },
    ])
    expect(remarks).toEqual([{ code: 'merged_filled', details: { count: 2 } }])
  })

  it('that go on below the table are counted as far as there are rows', async () => {
    const table = [
      ['社区', '数值'],
      ['甲', 1],
      [null, 2],
    ]
    const { rows, remarks } = await readFirstLayer('a.xlsx', await workbookOf(table, ['A2:A1048576']))
    expect(rows[1]).toEqual({ 社区: '甲', 数值: 2 })
    expect(remarks).toEqual([{ code: 'merged_filled', details: { count: 1 } }])
  })

  it('that lie upon each other are as many as the columns, and a sheet with too many is refused', async () => {
    const table = [
      ['社区', '项目'],
      ['甲', 'a'],
      ['乙', 'b'],
      [null, 'c'],
    ]
    const { rows } = await readFirstLayer('a.xlsx', await workbookOf(table, ['A2:A4', 'A3:A4', 'A3:A4']))
    expect(rows).toEqual([
      { 社区: '甲', 项目: 'a' },
      { 社区: '乙', 项目: 'b' },
      { 社区: '乙', 项目: 'c' },
    ])
    const many = Array.from({ length: 200_001 }, () => 'A2:A4')
    await expect(readFirstLayer('a.xlsx', await workbookOf(table, many))).rejects.toMatchObject({
      code: 'too_large',
      details: { what: 'mergeCells' },
    })
  })

  it('give figures of every row their community, and shares are in the unit of their item', async () => {
    const head = ['社区代码', '年份', '指标代码', '指标名称', '单位', '数值']
    const { report, steps } = await prepareFile(
      facts,
      '指标.xlsx',
      await workbookOf(
        [
          head,
          [one ?? '', 2025, 'K-1', '绿化率', '%', 0.35],
          [null, 2025, 'K-2', '户数', '户', '1,234'],
          [two ?? '', 2025, 'K-1', '绿化率', '%', '41.5%'],
          [null, 2025, 'K-2', '户数', '户', 7],
        ],
        ['A2:A3', 'A4:A5'],
      ),
      'indicators',
    )
    expect(report.rows).toMatchObject({ read: 4, added: 4, refused: 0 })
    const values = steps.flatMap((each) => each.rows).filter((row) => 'year' in row && 'value' in row)
    expect(values.filter((row) => 'value' in row && row.value !== 0)).toMatchObject([
      { communityCode: one, indicatorCode: 'K-1', value: 35 },
      { communityCode: one, indicatorCode: 'K-2', value: 1234 },
      { communityCode: two, indicatorCode: 'K-1', value: 41.5 },
      { communityCode: two, indicatorCode: 'K-2', value: 7 },
    ])
  })
})

describe('a coordinate', () => {
  it.each([
    ['106°36′36″E', 106.61],
    ['26°33′00″N', 26.55],
    ["106°36'36''", 106.61],
    ['东经106度36分36秒', 106.61],
    ['106°36.6′', 106.61],
    ['E106.61°', 106.61],
    ['106.61E', 106.61],
    ['106.61', 106.61],
    [106.61, 106.61],
  ])('of a table is a number of degrees: %s', (cell, value) => {
    expect(readCoordinate(cell)).toBeCloseTo(value, 9)
  })

  it.each(['106°66′36″', '东经', '106°36′36″X', '106.5°36′'])('is none: %s', (cell) => {
    expect(readCoordinate(cell)).toBeUndefined()
  })

  it.each(['106.61,26.55', '(106.61 26.55)', '26.55，106.61', '106°36′36″E 26°33′N', '26°33′N, 106°36′36″E'])(
    'and its partner stand in one column: %s',
    (text) => {
      const [x, y] = readPosition(text) ?? []
      expect([x, y].map((value) => Number(value?.toFixed(9)))).toEqual([106.61, 26.55])
    },
  )

  it('in one column is found by the name of the column', async () => {
    const { report, rows } = await prepareFile(
      facts,
      '站.csv',
      '编号,名称,经纬度\nS-1,甲站,"120.01,33.01"\n',
      'stations',
      { crs: 'EPSG:4490' },
    )
    expect(report.mapping.geometry).toEqual({ from: 'wkt', column: '经纬度' })
    expect(rows).toMatchObject([{ outcome: 'added' }])
  })
})

describe('a number with its unit', () => {
  it('or a coordinate is not looked for in a megabyte of blanks', () => {
    const cell = `1${' '.repeat(1_000_000)}x`
    expect(readNumber(cell)).toBeNull()
    expect(readCoordinate(cell)).toBeUndefined()
    expect(readPosition(cell)).toBeUndefined()
  })

  it.each([
    ['￥12,000.00', 12_000],
    ['12.5万元', 125_000],
    ['1.2亿', 120_000_000],
    ['35%', 0.35],
    ['300人', 300],
  ])('is read: %s', (cell, value) => {
    expect(readNumber(cell)).toBeCloseTo(value, 9)
  })

  it('is converted once, and not taken where cell and column contradict each other', async () => {
    const line = (code: string, cost: string) => `${code},路灯,${one},2026,"${cost}"`
    const { steps, codes, report } = await prepareFile(
      facts,
      '项目.csv',
      [
        '编号,项目名称,社区代码,年份,资金(万元)',
        line('X-1', '5万元'),
        line('X-2', '5'),
        line('X-3', '￥50,000'),
      ].join('\n'),
      'projects',
    )
    const costs = steps
      .flatMap((each) => each.rows)
      .flatMap((row) => ('costYuan' in row ? [row.costYuan] : []))
    expect(costs).toEqual([50_000, 50_000, 0])
    expect(codes[2]).toContain('unit_contradicts')
    expect(report.reasons.find(({ code }) => code === 'unit_contradicts')).toMatchObject({ count: 1 })
  })
})

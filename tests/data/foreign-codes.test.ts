import { describe, expect, it } from 'vitest'
import { aCity } from '../helpers/city/a-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const facts = aCity({ code: '321000', columns: 3, rows: 4 })
const empty = { ...facts, units: [], grids: [], premises: [], parks: [], roads: [], waterways: [] }

const squareAt = (i: number, properties: object) => {
  const [west, east] = [118 + i / 50, 118 + (i + 1) / 50]
  return {
    type: 'Feature',
    properties,
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, 31],
          [east, 31],
          [east, 31.02],
          [west, 31.02],
          [west, 31],
        ],
      ],
    },
  }
}
const districtsOf = (count: number, propertiesOf: (i: number) => object) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: Array.from({ length: count }, (_, i) => squareAt(i, propertiesOf(i))),
  })
const prepare = (file: string) => prepareFile(empty, '区.geojson', file, 'districts', { crs: 'EPSG:4490' })

describe('a managing unit', () => {
  it('that is not in the city is said and not taken, one in the same file is taken', async () => {
    const { rows } = await prepare(
      districtsOf(2, (i) => ({
        code: `32100${i + 1}`,
        name: `区${i}`,
        managingParentCode: i === 0 ? '321002' : '999999',
      })),
    )
    expect(rows.map(({ outcome }) => outcome)).toEqual(['added', 'added'])
    expect(rows[0]!.problems.filter(({ code }) => code === 'managing_unknown')).toEqual([])
    expect(rows[1]!.problems).toContainEqual({ code: 'managing_unknown', details: { value: '999999' } })
  })
})

describe('districts without codes', () => {
  it('are given provisional ones, each its own, also when there are many', async () => {
    const { report, rows } = await prepare(districtsOf(20, (i) => ({ name: `区${i}` })))
    expect(report.rows).toMatchObject({ added: 20, refused: 0 })
    expect(new Set(rows.map(({ label }) => label)).size).toBe(20)
  })

  it('are refused with the way out when there are more than provisional codes', async () => {
    const { report } = await prepare(districtsOf(31, (i) => ({ name: `区${i}` })))
    expect(report.rows).toMatchObject({ added: 29, refused: 2 })
    expect(report.reasons.find(({ severity }) => severity === 'refused')).toMatchObject({
      code: 'codes_used_up',
      count: 2,
    })
  })
})

describe('codes of another form', () => {
  it('are kept as other names of the units when no row has one of ours', async () => {
    const { report, steps, codes } = await prepare(
      districtsOf(3, (i) => ({ code: String(11_250 + i), name: `区${i}` })),
    )
    expect(report.rows).toMatchObject({ added: 3, refused: 0 })
    expect(codes[0]).toEqual(expect.arrayContaining(['code_foreign', 'code_made']))
    expect(steps.filter(({ step }) => step.op === 'insert').flatMap((each) => each.rows)).toMatchObject([
      { aliasCodes: { file: '11250' } },
      { aliasCodes: { file: '11251' } },
      { aliasCodes: { file: '11252' } },
    ])
  })

  it('are refused beside rows with codes of ours: they are slips', async () => {
    const { report } = await prepare(
      districtsOf(3, (i) => ({ code: i === 1 ? '32100' : `32100${i + 1}`, name: `区${i}` })),
    )
    expect(report.rows).toMatchObject({ added: 2, refused: 1 })
    expect(report.reasons[0]).toMatchObject({ code: 'code_wrong_form', count: 1 })
  })
})

describe('a code that another kind of premises has', () => {
  it('is refused with the kind and name that it belongs to', async () => {
    const station = facts.premises.find(({ kind }) => kind === 'station')
    if (!station) throw new Error('the city has no station')
    const { report } = await prepareFile(
      facts,
      '红堡.csv',
      `编号,名称,经度,纬度\n${station.code},新中心,120.01,33.01\n`,
      'centers',
      { crs: 'EPSG:4490' },
    )
    expect(report.reasons[0]).toMatchObject({
      code: 'code_of_other_target',
      examples: [{ row: 2, details: { value: station.code, name: station.name, zh: '党员服务站' } }],
    })
  })
})

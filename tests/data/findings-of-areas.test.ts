import { describe, expect, it } from 'vitest'
import { listReasonExamples, mergeReasonDetails, writeRowReason } from '#shared/formats/write-row-reason.ts'
import { formatSquareMetres } from '#shared/formats/format-square-metres.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const facts = aCity({ code: '321000', columns: 3, rows: 4 })
const empty = { ...facts, units: [], grids: [], premises: [], parks: [], roads: [], waterways: [] }

const rectangle = (code: string, west: number, east: number, south = 31, north = 31.02) => ({
  type: 'Feature',
  properties: { code, name: code },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  },
})

describe('square metres', () => {
  it.each([
    [0, '0'],
    [0.000_05, '< 0.001'],
    [0.0123, '0.012'],
    [0.34, '0.34'],
    [9.96, '10'],
    [27_595_427.4, '27,595,427'],
  ])('%d is written %s: a small area is never 0', (m2, text) => {
    expect(formatSquareMetres(m2)).toBe(text)
  })
})

describe('a row with several overlaps', () => {
  it('counts once, and its largest one comes first in the report', async () => {
    // 321002 overlaps both neighbours by 0.01° from west to east, the first along 0.001° and the other along 0.02°
    const file = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        rectangle('321001', 118, 118.02, 31, 31.001),
        rectangle('321002', 118.01, 118.05),
        rectangle('321003', 118.04, 118.06),
      ],
    })
    const { report } = await prepareFile(empty, '区.geojson', file, 'districts', { crs: 'EPSG:4490' })
    const overlaps = report.reasons.find(({ code }) => code === 'overlaps')!
    expect(overlaps.count).toBe(3)
    const areas = overlaps.examples.map(({ details }) => Number(details['m2']))
    expect(areas).toEqual(areas.toSorted((a, b) => b - a))
    expect(overlaps.examples.map(({ label }) => label)).toEqual(['321002', '321003', '321001'])
    // 0.01° × 0.02° at 31° N: 954.6 m × 2,217.5 m
    expect(areas[0]).toBeGreaterThan(2.11e6)
    expect(areas[0]).toBeLessThan(2.13e6)
    const [first, second, third] = listReasonExamples(overlaps.examples, 3, (row) => `row ${row}`)
    expect([first, second]).toEqual([
      `row 2 321002 (321003 · ${formatSquareMetres(areas[0]!)} m²)`,
      `row 3 321003 (321002 · ${formatSquareMetres(areas[1]!)} m²)`,
    ])
    expect(third).toMatch(/^row 1 321001 \(321002 · 10\d,\d{3} m²\)$/)
    // the sentence says of all rows only what is so of all of them
    expect(writeRowReason('overlaps', mergeReasonDetails(overlaps.examples), 'districts', 'en')).toBe(
      'Overlaps … by … m²',
    )
    expect(
      writeRowReason('overlaps', mergeReasonDetails(overlaps.examples.slice(0, 1)), 'districts', 'en'),
    ).toBe(`Overlaps 321003 by ${formatSquareMetres(areas[0]!)} m²`)
  })
})

describe('a finding about a field', () => {
  it('names the field in the language of the reader', () => {
    const details = { field: '受益人数', value: '约300人' }
    expect(writeRowReason('value_not_number', details, 'projects', 'zh')).toBe(
      '“受益人数”不是数字，未采用：约300人',
    )
    expect(writeRowReason('value_not_number', details, 'projects', 'en')).toBe(
      '“Beneficiaries” is not a number: 约300人 was not taken',
    )
  })

  it('names it where its value is structured, or missing in a table of figures', async () => {
    const feature = { ...rectangle('321001001001', 118, 118.02), properties: {} }
    const properties = { code: '321001001001', name: '社区', types: '[{"type":"x"}]' }
    const file = JSON.stringify({ type: 'FeatureCollection', features: [{ ...feature, properties }] })
    const { report } = await prepareFile(empty, '社区.geojson', file, 'communities', { crs: 'EPSG:4490' })
    const finding = report.reasons.find(({ code }) => code === 'value_not_json')!
    expect(writeRowReason(finding.code, finding.examples[0]!.details, 'communities', 'en')).toBe(
      '“Types by date” cannot be read, and was not taken',
    )
    expect(writeRowReason('value_missing', { field: '数值' }, 'indicators', 'en')).toBe('“Value” is missing')
  })
})

describe('an outline', () => {
  it('that differs from the standing one by vertices on its course is the same, and nothing is written', async () => {
    const communities = facts.units.filter(({ level }) => level === 'community')
    const withMiddles = communities.map(({ code, name, geometry }) => ({
      type: 'Feature',
      properties: { code, name },
      geometry: {
        type: 'MultiPolygon',
        coordinates: geometry!.map((polygon) =>
          polygon.map((ring) => {
            const doubled = ring.flatMap(([x, y], i) => {
              const [nextX, nextY] = ring[(i + 1) % ring.length]!
              return [
                [x, y],
                [Math.round((x + nextX) / 2), Math.round((y + nextY) / 2)],
              ]
            })
            return [...doubled, doubled[0]!].map((point) => point.map((each) => each! / 1e7))
          }),
        ),
      },
    }))
    const file = JSON.stringify({ type: 'FeatureCollection', features: withMiddles })
    const { report } = await prepareFile(facts, '社区.geojson', file, 'communities', { crs: 'EPSG:4490' })
    expect(report.rows).toMatchObject({
      read: communities.length,
      same: communities.length,
      changed: 0,
      flagged: 0,
    })
  })
})

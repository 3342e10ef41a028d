import { describe, expect, it } from 'vitest'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import { aRichCity } from '../../helpers/city/a-rich-city.ts'
import { prepareFile } from '../../helpers/transfer/prepare-file.ts'

/** Tables that say something of what stands, and leave its shape or its place out. */

const facts = aRichCity()
const wkt = '图形WKT(CGCS2000)'
const degrees = '经度(CGCS2000),纬度(CGCS2000)'
const codesOf = (rows: readonly { code: string }[] = []) => rows.map(({ code }) => code)
const unitsOf = (level: string) => codesOf(facts.units.filter((unit) => unit.level === level))
const premisesOf = (kind: string) => codesOf(facts.premises.filter((place) => place.kind === kind))

const standing: [TargetId, string, string[]][] = [
  ['districts', wkt, unitsOf('district')],
  ['streets', wkt, unitsOf('street')],
  ['communities', wkt, unitsOf('community')],
  ['grids', wkt, codesOf(facts.grids)],
  ['stations', degrees, premisesOf('station')],
  ['centers', degrees, premisesOf('center')],
  ['parks', wkt, codesOf(facts.parks)],
  ['buildings', degrees, codesOf(facts.buildings)],
]

describe('a row of a table that leaves its shape out', () => {
  it.each(standing)('keeps the one that stands, and nothing changes: %s', async (target, columns, codes) => {
    expect(codes.length).toBeGreaterThan(0)
    const table = `代码,${columns}\n${codes.map((code) => `${code},\n`).join('')}`
    const { report, steps } = await prepareFile(facts, 'a.csv', table, target)
    expect(report.rows).toMatchObject({ read: codes.length, same: codes.length, flagged: 0, refused: 0 })
    expect(report.reasons.find(({ code }) => code === 'shape_kept')).toMatchObject({ count: codes.length })
    expect(report.reasons.every(({ severity }) => severity === 'note')).toBe(true)
    expect(report.crs).toMatchObject({ used: 'EPSG:4490', sure: true })
    expect(steps).toEqual([])
  })

  it.each(standing)('may have no column for it at all: %s', async (target, _columns, codes) => {
    const table = `代码,备注\n${codes.map((code) => `${code},x\n`).join('')}`
    const { report, steps } = await prepareFile(facts, 'a.csv', table, target)
    expect(report.rows).toMatchObject({ read: codes.length, same: codes.length, flagged: 0, refused: 0 })
    expect(report.mapping.geometry).toEqual({ from: 'none' })
    expect(report.crs).toMatchObject({ used: null, sure: true })
    expect(steps).toEqual([])
  })

  it('needs a code: a table without codes and places is refused as a whole', async () => {
    await expect(prepareFile(facts, 'a.csv', '名称,户数\n甲,4\n', 'grids')).rejects.toMatchObject({
      code: 'no_geometry_columns',
    })
  })

  it('changes the other fields', async () => {
    const [first, second] = codesOf(facts.grids)
    const { rows, report } = await prepareFile(
      facts,
      'a.csv',
      `网格代码,户数,${wkt}\n${first},421,\n${second},99,\n`,
      'grids',
    )
    expect(rows.map(({ outcome, fields }) => [outcome, fields])).toEqual([
      ['changed', ['households']],
      ['changed', ['households']],
    ])
    expect(report.certificate).toMatchObject({ places: { gap: 0, overlap: 0, outside: 0 } })
  })

  it('is refused if nothing stands under its code, and in a file of shapes', async () => {
    const code = `${facts.grids[0]!.communityCode}099`
    const { codes } = await prepareFile(facts, 'a.csv', `网格代码,户数,${wkt}\n${code},4,\n`, 'grids')
    expect(codes).toEqual([['no_geometry_for_new']])
    const feature = { type: 'Feature', properties: { code: facts.grids[0]!.code }, geometry: null }
    const collection = JSON.stringify({
      type: 'FeatureCollection',
      features: [feature, { ...feature, geometry: { type: 'Point', coordinates: [120, 33] } }],
    })
    const file = await prepareFile(facts, 'a.geojson', collection, 'grids', { crs: 'EPSG:4490' })
    expect(file.codes[0]).toEqual(['no_geometry'])
  })
})

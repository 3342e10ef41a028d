import { describe, expect, it } from 'vitest'
import { isDestroyedText } from '../../api/transfer/import/rows/is-destroyed-text.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const read = (bytes: Uint8Array, encoding: string) => new TextDecoder(encoding).decode(bytes)
const utf8 = (text: string) => new TextEncoder().encode(text)

describe('a text', () => {
  it.each([
    ['question marks', '???????'],
    ['question marks with the digits that survived', '??3??'],
    ['full-width question marks', '？？社区'],
    ['the sign of what cannot be decoded', '和平\ufffd区'],
    ['GBK that went through UTF-8 and back', '锟斤拷锟斤拷'],
    ['UTF-8 read as GBK', read(utf8('学桥第一网格'), 'gb18030')],
    ['UTF-8 read as Windows-1252', read(utf8('学桥社区'), 'windows-1252')],
  ])('is destroyed: %s', (_, text) => {
    expect(isDestroyedText(text)).toBe(true)
  })

  it.each([
    '学桥第一网格',
    '联通',
    '五星街道办事处',
    'Café du Nord',
    'Zürich',
    '3-2#',
    '是否达标?',
    '㐂砖城',
    '',
    '1号楼',
  ])('is not destroyed: %s', (text) => {
    expect(isDestroyedText(text)).toBe(false)
  })
})

describe('a grid with a destroyed name', () => {
  const facts = aCity({ code: '321000', columns: 3, rows: 4 })
  const [grid] = facts.grids
  const file = (properties: object) =>
    JSON.stringify({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties,
          geometry: {
            type: 'MultiPolygon',
            coordinates: grid!.geometry.map((polygon) =>
              polygon.map((ring) => [...ring, ring[0]!].map(([x, y]) => [toDegrees(x), toDegrees(y)])),
            ),
          },
        },
      ],
    })

  it('keeps the name that it has, and is flagged', async () => {
    const { rows, report } = await prepareFile(
      facts,
      '格.geojson',
      file({ code: grid!.code, name: '???????' }),
      'grids',
      { crs: 'EPSG:4490' },
    )
    expect(rows).toMatchObject([{ outcome: 'same', problems: [{ code: 'undecodable_text' }] }])
    expect(report.rows).toMatchObject({ flagged: 1, changed: 0 })
  })

  it('is called after its community when it is new', async () => {
    const code = `${grid!.communityCode}777`
    const { steps } = await prepareFile(facts, '格.geojson', file({ code, name: '锟斤拷' }), 'grids', {
      crs: 'EPSG:4490',
    })
    const community = facts.units.find((unit) => unit.code === grid!.communityCode)
    expect(steps.filter(({ step }) => step.op === 'insert').flatMap((step) => step.rows)).toMatchObject([
      { code, name: `${community!.name}第777网格` },
    ])
  })
})

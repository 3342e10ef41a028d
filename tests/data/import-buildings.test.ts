import { describe, expect, it } from 'vitest'
import { itemAt } from '#shared/geometry/at.ts'
import { toDegrees, type MultiPolygon, type Point } from '#shared/geometry/lattice.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { addBuildings } from '../helpers/city/add-buildings.ts'
import { encodeOsmPbf } from '../helpers/transfer/encode-osm.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

/** Files of buildings: how rows are matched, what is refused, and what is told. */

const facts = addBuildings(aCity({ code: '320900' }))
const lake = facts.waterways.flatMap(({ geometry }) => (geometry.kind === 'area' ? [geometry.area] : []))[0]!
const middleOf = (shape: MultiPolygon): Point => {
  const [west, south, east, north] = getShapeBox(shape)
  return [Math.round((west + east) / 2), Math.round((south + north) / 2)]
}
const grid = itemAt(facts.grids, 2)
const [x, y] = middleOf(grid.geometry)
const at = ([px, py]: Point) => `${toDegrees(px)},${toDegrees(py)}`

const prepareTable = (head: string, ...rows: string[]) =>
  prepareFile(facts, '楼栋.csv', [head, ...rows].join('\n'), 'buildings', { crs: 'EPSG:4490' })

const square = ([west, south]: Point, side = 200) => [
  [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ].map(([px, py]) => [toDegrees(px!), toDegrees(py!)]),
]

const prepareShapes = (...list: { code: string; at: Point; side?: number }[]) =>
  prepareFile(
    facts,
    '楼栋.geojson',
    JSON.stringify({
      type: 'FeatureCollection',
      features: list.map(({ code, at: corner, side }) => ({
        type: 'Feature',
        properties: { code, households: 10 },
        geometry: { type: 'Polygon', coordinates: square(corner, side) },
      })),
    }),
    'buildings',
    { crs: 'EPSG:4490' },
  )

/** Houses in a row as OpenStreetMap has them, each 20 units wide. */
function buildOsmHouses(names: readonly (readonly [id: number, name: string])[]): Uint8Array {
  const corners = [
    [0, 0],
    [200, 0],
    [200, 200],
    [0, 200],
  ] as const
  return encodeOsmPbf({
    nodes: names.flatMap(([id]) =>
      corners.map(([dx, dy], corner) => ({
        id: 10 * id + corner,
        x: x + 300 * id + dx,
        y: y + dy,
        tags: null,
      })),
    ),
    ways: names.map(([id, name]) => ({
      id,
      nodes: [0, 1, 2, 3, 0].map((corner) => 10 * id + corner),
      tags: { building: 'apartments', name, 'building:levels': '6' },
    })),
    relations: [],
  })
}

describe('buildings of OpenStreetMap', () => {
  const bring = (content: Uint8Array, city = facts) =>
    prepareFile(city, '城.osm.pbf', content, 'buildings', { layer: 'buildings' })

  it('come in by their numbers, with use, floors and source', async () => {
    const { report, steps } = await bring(
      buildOsmHouses([
        [1, '一号楼'],
        [2, '二号楼'],
      ]),
    )
    expect(report.rows).toMatchObject({ read: 2, added: 2, refused: 0, flagged: 0, mended: 0 })
    expect(report.crs.used).toBe('EPSG:4326')
    expect(steps.find(({ step }) => step.op === 'insert')?.rows[0]).toMatchObject({
      code: 'w1',
      name: '一号楼',
      use: 'residential',
      floors: 6,
      source: '© OpenStreetMap contributors (ODbL 1.0)',
    })
  })
})

describe('a new building on the ground of one that stands', () => {
  it('is flagged as perhaps the same, whatever its code; the same code again is not', async () => {
    const standing = facts.buildings.find(({ geometry }) => geometry.kind === 'area')!
    const [corner] = standing.geometry.kind === 'area' ? standing.geometry.area[0]![0]! : []
    const file = (code: string) => prepareShapes({ code, at: [corner![0] - 50, corner![1] - 50], side: 300 })
    expect((await file('ANOTHER')).codes).toEqual([expect.arrayContaining(['building_overlaps_standing'])])
    expect((await file(standing.code)).codes.flat()).not.toContain('building_overlaps_standing')
  })
})

describe('counts of a building', () => {
  it.each([
    ['negative', '-3', ['value_out_of_range']],
    ['fractional', '2.5', ['value_not_whole']],
    ['far too many', '100000', ['value_out_of_range']],
    ['not a number', '三户', ['value_not_number']],
    ['missing', '', []],
  ])('that are %s are not taken; the building is, with none', async (_, households, reasons) => {
    const { rows, steps, codes } = await prepareTable(
      '编号,户数,经度,纬度',
      `N-1,${households},${at([x, y])}`,
    )
    expect(rows[0]?.outcome).toBe('added')
    expect(codes[0]).toEqual(expect.arrayContaining(reasons))
    const inserted = steps.find(({ step }) => step.op === 'insert')
    expect(inserted?.rows[0]).toMatchObject({ code: 'N-1', households: 0 })
  })
})

describe('a building without a code', () => {
  const known = itemAt(facts.buildings, 4)
  const place = known.geometry.kind === 'point' ? known.geometry.point : middleOf(known.geometry.area)

  it('is found by its address', async () => {
    const { rows, codes } = await prepareTable('地址,户数,经度,纬度', `${known.address},5,${at([x, y])}`)
    expect(rows[0]).toMatchObject({ outcome: 'changed', label: known.code })
    expect(codes[0]).toContain('matched_by_address')
  })

  it('is found by its place', async () => {
    const near: Point = [place[0] + 20, place[1] - 15]
    const { rows, codes } = await prepareTable('户数,经度,纬度', `5,${at(near)}`)
    expect(rows[0]).toMatchObject({ outcome: 'changed', label: known.code })
    expect(codes[0]).toContain('matched_by_place')
  })

  it('is new elsewhere, and the same building twice is not two', async () => {
    const { rows, codes } = await prepareTable(
      '户数,经度,纬度',
      `5,${at([x + 2500, y])}`,
      `5,${at(place)}`,
      `6,${at(place)}`,
    )
    expect(codes[0]).toContain('code_made')
    expect(rows[1]?.label).toBe(known.code)
    expect(codes[2]).toContain('building_overlaps')
  })
})

describe('the place of a building', () => {
  it('in the water, on top of another, or in two communities is flagged', async () => {
    const [lakeX, lakeY] = computeInteriorPoint(itemAt(lake, 0)).map(Math.round)
    const border = itemAt(
      facts.units.filter(({ level }) => level === 'community'),
      1,
    ).geometry!
    const corner = itemAt(itemAt(itemAt(border, 0), 0), 1)
    const { codes } = await prepareShapes(
      { code: 'N-1', at: [x, y] },
      { code: 'N-2', at: [x + 100, y + 100] },
      { code: 'N-3', at: [x + 200, y] },
      { code: 'N-4', at: [lakeX! - 5, lakeY! - 5], side: 10 },
      { code: 'N-5', at: [corner[0] - 100, corner[1] - 100] },
    )
    expect(codes[0]).toEqual([])
    expect(codes[1]).toContain('building_overlaps')
    // it shares a wall with the first, and overlaps the second
    expect(codes[2]).toContain('building_overlaps')
    expect(codes[3]).toContain('building_in_water')
    expect(codes[4]).toContain('building_across_communities')
  })

  it('outside of the city is flagged', async () => {
    const { codes } = await prepareTable('编号,户数,经度,纬度', 'N-1,5,121.9,31.2')
    expect(codes[0]).toContain('outside_city')
  })
})

describe('words of an office', () => {
  it('are understood without a question', async () => {
    const { report, steps } = await prepareTable(
      '楼栋编码,小区名称,楼栋名称,门牌地址,建筑用途,层数,户数,常住人口,经度,纬度',
      `N-1,幸福小区,3号楼,建军路8号,商住,11,44,120,${at([x, y])}`,
    )
    expect(report.columns.length).toBe(10)
    expect(steps.find(({ step }) => step.op === 'insert')?.rows[0]).toMatchObject({
      compound: '幸福小区',
      name: '3号楼',
      address: '建军路8号',
      use: 'mixed',
      floors: 11,
      households: 44,
      residents: 120,
    })
  })
})

import { describe, expect, it } from 'vitest'
import { toDegrees } from '#shared/geometry/lattice.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { ImportRequest } from '../../api/transfer/import/import-request.ts'
import { aRichCity } from '../helpers/city/a-rich-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const facts = aRichCity({ code: '320900' })
const [grid, other] = facts.grids
const ring = grid!.geometry[0]![0]!.map(([x, y]) => [toDegrees(x), toDegrees(y)])
const closed = (positions: readonly unknown[]): unknown[] => [...positions, positions[0]]

const prepared = (name: string, content: string, target: TargetId, request: Partial<ImportRequest> = {}) =>
  prepareFile(facts, name, content, target, request)

const features = (
  ...list: readonly { code?: unknown; name?: string; type?: string; coordinates: unknown }[]
) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: list.map(({ type = 'Polygon', coordinates, ...properties }) => ({
      type: 'Feature',
      properties,
      geometry: { type, coordinates },
    })),
  }).replaceAll('"1e999"', '1e999')

describe('an invalid row is rejected or repaired on its own, with a reason', () => {
  const good = { code: grid!.code, name: grid!.name, coordinates: [closed(ring)] }
  const [a, b] = [
    [120.001, 33.001],
    [120.003, 33.003],
  ] as const
  it.each([
    [
      'a border that crosses itself',
      { code: other!.code, name: 'x', coordinates: [closed([a, [a[0], b[1]], [b[0], a[1]], b])] },
      'refused',
      'self_crossing',
    ],
    [
      'a border that crosses itself, one loop larger',
      {
        code: other!.code,
        name: 'x',
        coordinates: [closed([a, [a[0], b[1]], [b[0], a[1]], [b[0], 33.009]])],
      },
      'refused',
      'self_crossing',
    ],
    [
      'a coordinate that is infinite',
      { code: other!.code, name: 'x', coordinates: [closed([a, [b[0], '1e999'], b])] },
      'refused',
      'not_a_number',
    ],
    [
      'two points that should be a ring',
      { code: other!.code, name: 'x', coordinates: [[a, b, a]] },
      'refused',
      'too_few_points',
    ],
    [
      'three points on a line',
      { code: other!.code, name: 'x', coordinates: [closed([a, [120.002, 33.002], b])] },
      'refused',
      'no_area',
    ],
    [
      'a point where a grid is wanted',
      { code: other!.code, name: 'x', type: 'Point', coordinates: a },
      'refused',
      'wrong_geometry',
    ],
    [
      'a code that stands twice',
      { code: grid!.code, name: '另一个', coordinates: [closed([a, [b[0], a[1]], b])] },
      'refused',
      'code_twice',
    ],
    [
      'the same shape under another code',
      { code: other!.code, name: other!.name, coordinates: [closed(ring)] },
      'refused',
      'geometry_twice',
    ],
    [
      'a code that a spreadsheet has rounded',
      { code: 3.209e14, name: 'x', coordinates: [closed([a, [b[0], a[1]], b])] },
      'refused',
      'code_mangled',
    ],
    [
      'a code of another city',
      { code: '110101001001001', name: 'x', coordinates: [closed([a, [b[0], a[1]], b])] },
      'refused',
      'code_elsewhere',
    ],
  ] as const)('%s', async (_, bad, outcome, reason) => {
    const { rows, codes, report } = await prepared('网格.geojson', features(good, bad), 'grids', {
      crs: 'EPSG:4490',
    })
    expect(rows[1]!.outcome).toBe(outcome)
    expect(codes[1]).toContain(reason)
    expect(rows[0]!.outcome).not.toBe('refused')
    expect(report.rows).toMatchObject({ read: 2, refused: 1 })
  })

  it('an open ring is closed, and heights and measures are dropped without changing the shape', async () => {
    const open = {
      code: grid!.code,
      name: grid!.name,
      coordinates: [ring.map((position) => [...position, 12.5, 7])],
    }
    const { rows, codes } = await prepared('网格.geojson', features(open), 'grids', { crs: 'EPSG:4490' })
    expect(codes[0]).toEqual(expect.arrayContaining(['ring_closed', 'dimension_dropped']))
    expect(rows[0]!.fields ?? []).not.toContain('geometry')
  })

  it('malformed codes, invalid numbers and a duplicate code in one table are rejected', async () => {
    const table =
      '编号,名称,经度,纬度\nS-1,甲,NaN,33\nS-2,乙,Infinity,33\nS-3,丙,120.002,33.002\nS-3,丁,120.003,33.003\nS 4,戊,120.003,33.003\n'
    const { rows, codes } = await prepared('站点.csv', table, 'stations', { crs: 'EPSG:4490' })
    expect(rows.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'added', 'refused', 'refused'])
    expect(codes.map(([first]) => first)).toEqual([
      'not_a_number',
      'not_a_number',
      'parent_by_place',
      'code_twice',
      'code_wrong_form',
    ])
  })
})

describe('a row without a code of ours is matched', () => {
  const shapeOf = ({ geometry }: (typeof facts.grids)[number]) => [
    closed(geometry[0]![0]!.map(([x, y]) => [toDegrees(x), toDegrees(y)])),
  ]

  it('by name or by location, and the foreign code is stored as an alias', async () => {
    const { rows, codes, steps } = await prepared(
      '网格.geojson',
      features(
        { name: grid!.name, code: 'WG-77', coordinates: shapeOf(grid!) },
        { name: '改了名字的网格', coordinates: shapeOf(other!) },
      ),
      'grids',
      { crs: 'EPSG:4490' },
    )
    expect(rows.map(({ label }) => label)).toEqual([grid!.code, other!.code])
    expect(codes.map(([first]) => first)).toEqual(['matched_by_name', 'matched_by_place'])
    expect(steps.filter(({ step }) => step.op === 'update').flatMap((step) => step.rows)).toMatchObject([
      { code: grid!.code, aliasCodes: { file: 'WG-77' } },
      { code: other!.code, name: '改了名字的网格' },
    ])
    expect(rows[1]!.fields).toEqual(['name'])
  })

  it('by an alias code, also of digits only, and an unknown code is rejected', async () => {
    const known = facts.grids.find(({ aliasCodes }) => Object.values(aliasCodes ?? {}).length > 0)!
    const [alias] = Object.values(known.aliasCodes ?? {})
    const { rows, codes, steps } = await prepared(
      '网格.geojson',
      features(
        { code: ` ${alias} `, name: '改了名字的网格', coordinates: shapeOf(known) },
        { code: '000123456789019999', name: '谁也不是', coordinates: shapeOf(other!) },
      ),
      'grids',
      { crs: 'EPSG:4490' },
    )
    expect(rows).toMatchObject([
      { label: known.code, outcome: 'changed', fields: ['name'] },
      { outcome: 'refused' },
    ])
    expect(codes).toEqual([['matched_by_alias'], ['code_wrong_form']])
    expect(steps.filter(({ step }) => step.op === 'update').flatMap((step) => step.rows)).toMatchObject([
      { code: known.code, aliasCodes: known.aliasCodes, name: '改了名字的网格' },
    ])
  })

  it('but not by an ambiguous alias code, which leaves its place', async () => {
    const streets = facts.units.filter(({ level }) => level === 'street')
    const [first] = streets
    expect(streets.map(({ aliasCodes }) => aliasCodes?.['民政'])).toEqual(['007', '007'])
    const outline = first!.geometry!.map((polygon) =>
      polygon.map((rings) => closed(rings.map(([x, y]) => [toDegrees(x), toDegrees(y)]))),
    )
    const { rows, codes } = await prepared(
      '街道.geojson',
      features({ code: '007', name: '新名街道', type: 'MultiPolygon', coordinates: outline }),
      'streets',
      { crs: 'EPSG:4490' },
    )
    expect(rows).toMatchObject([{ label: first!.code, outcome: 'changed' }])
    expect(codes[0]).toEqual(expect.arrayContaining(['code_foreign', 'matched_by_place']))
  })
})

import { describe, expect, it } from 'vitest'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const facts = aCity({ code: '321000', columns: 3, rows: 4 })
const communities = [...new Set(facts.grids.map(({ communityCode }) => communityCode))]
const inCommunity = (code: string) => facts.grids.filter(({ communityCode }) => communityCode === code)

type Grid = (typeof facts.grids)[number]
const featureOf = ({ code, name, geometry }: Grid, more: object = {}) => ({
  type: 'Feature',
  properties: { code, name, ...more },
  geometry: {
    type: 'MultiPolygon',
    coordinates: geometry.map((polygon) =>
      polygon.map((ring) => [...ring, ring[0]!].map(([x, y]) => [toDegrees(x), toDegrees(y)])),
    ),
  },
})
const toFile = (features: readonly object[]) => JSON.stringify({ type: 'FeatureCollection', features })
const retiring = { crs: 'EPSG:4490', missing: 'retire' } as const

const removedCodes = (steps: Awaited<ReturnType<typeof prepareFile>>['steps']) =>
  steps
    .filter(({ step }) => step.op === 'remove')
    .flatMap(({ rows }) => rows.map((row) => ('code' in row ? String(row.code) : '')))

describe('what stands in the city and not in the file', () => {
  it('is judged only in the communities that the file has rows of', async () => {
    const [first] = communities
    const [kept, ...others] = inCommunity(first!)
    const { report, steps } = await prepareFile(
      facts,
      '格.geojson',
      toFile([featureOf(kept!)]),
      'grids',
      retiring,
    )
    expect(others.length).toBeGreaterThan(0)
    expect(removedCodes(steps).sort()).toEqual(others.map(({ code }) => code).sort())
    expect(report).toMatchObject({
      absent: others.length,
      retired: others.length,
      notJudged: facts.grids.length - inCommunity(first!).length,
      emptied: [],
    })
  })

  it('empties a community that the file says to cover only on request', async () => {
    const [first, second] = communities
    const file = toFile(inCommunity(first!).map((grid) => featureOf(grid)))
    const within = { ...retiring, within: ['321000'] }
    const careful = await prepareFile(facts, '格.geojson', file, 'grids', within)
    expect(removedCodes(careful.steps)).toEqual([])
    expect(careful.report.emptied).toContainEqual(
      expect.objectContaining({ code: second, rows: inCommunity(second!).length, kept: true }),
    )
    const asked = await prepareFile(facts, '格.geojson', file, 'grids', { ...within, mayEmpty: true })
    expect(removedCodes(asked.steps).length).toBe(facts.grids.length - inCommunity(first!).length)
  })

  it('is not a row that was refused', async () => {
    const [first] = communities
    const grids = inCommunity(first!)
    const broken = { ...featureOf(grids[0]!), geometry: null }
    const { rows, report } = await prepareFile(
      facts,
      '格.geojson',
      toFile([broken, ...grids.slice(1).map((grid) => featureOf(grid))]),
      'grids',
      retiring,
    )
    expect(rows[0]).toMatchObject({ label: grids[0]!.code, outcome: 'refused' })
    expect(report).toMatchObject({ absent: 0, retired: 0 })
  })

  it('is not a row that was refused and that only its name identifies', async () => {
    const [first] = communities
    const grids = inCommunity(first!)
    const { code: _code, ...unnumbered } = featureOf(grids[0]!).properties
    const broken = { ...featureOf(grids[0]!), properties: unnumbered, geometry: null }
    const { report } = await prepareFile(
      facts,
      '格.geojson',
      toFile([broken, ...grids.slice(1).map((grid) => featureOf(grid))]),
      'grids',
      retiring,
    )
    expect(report.absent).toBe(0)
  })
})

describe('a value that cannot be read', () => {
  const table = (rows: string) => `编号,名称,经度,纬度,面积\n${rows}`

  it('is left out and flagged, and its row comes in', async () => {
    const { rows, codes, steps } = await prepareFile(
      facts,
      '候选.csv',
      table('R1,甲,120.002,33.002,约100\n'),
      'candidates',
      { crs: 'EPSG:4490' },
    )
    expect(rows[0]!.outcome).toBe('added')
    expect(codes[0]).toContain('value_not_number')
    expect(steps.flatMap((step) => step.rows)).toContainEqual(
      expect.objectContaining({ code: 'R1', areaM2: null }),
    )
  })

  it('leaves the value that stands', async () => {
    const { rows, steps } = await prepareFile(
      facts,
      '网格.geojson',
      toFile([featureOf(facts.grids[0]!, { name: '长'.repeat(300), households: '不详', members: 7 })]),
      'grids',
      { crs: 'EPSG:4490' },
    )
    expect(rows[0]).toMatchObject({ outcome: 'changed', fields: ['members'] })
    expect(steps.filter(({ step }) => step.op === 'update').flatMap((step) => step.rows)).toMatchObject([
      {
        code: facts.grids[0]!.code,
        name: facts.grids[0]!.name,
        households: facts.grids[0]!.households,
        members: 7,
      },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const facts = aCity({ code: '321000', columns: 3, rows: 4 })
const { grids } = facts

/** The outlines of grids as a file; `write` gives degrees of a lattice point. */
const fileOf = (
  write: (point: Point) => Point,
  of: readonly { code: string; geometry: MultiPolygon }[] = grids,
) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: of.map(({ code, geometry }) => ({
      type: 'Feature',
      properties: { code, name: grids.find((grid) => grid.code === code)!.name },
      geometry: {
        type: 'MultiPolygon',
        coordinates: geometry.map((polygon) => polygon.map((ring) => [...ring, ring[0]!].map(write))),
      },
    })),
  })
const exact = ([x, y]: Point): Point => [x / 1e7, y / 1e7]
const sixDigits = ([x, y]: Point): Point => [Math.round(x / 10) / 1e6, Math.round(y / 10) / 1e6]
const prepare = (city: typeof facts, content: string) =>
  prepareFile(city, '格.geojson', content, 'grids', { crs: 'EPSG:4490' })

describe('a file whose borders run where they run in the city', () => {
  it('changes nothing where its numbers have six digits, and each row says by how much they differ', async () => {
    const { rows, report } = await prepare(facts, fileOf(sixDigits))
    expect(report.rows).toMatchObject({ same: grids.length, changed: 0, mended: 0, flagged: 0 })
    for (const { problems } of rows) {
      expect(problems.map(({ code }) => code)).toEqual(['border_kept'])
      // rounding to six digits moves a point by half of 1e-6 degree at most: 5.6 cm north, less east
      expect(Number(problems[0]!.details!['m'])).toBeGreaterThan(0)
      expect(Number(problems[0]!.details!['m'])).toBeLessThanOrEqual(0.08)
    }
    expect(report.certificate).toMatchObject({ broken: [] })
  })

  it('moves a border that is further off than the tolerance, and only the grids on its sides', async () => {
    const [one] = grids
    const corner = one!.geometry[0]![0]!.find(
      (point) =>
        grids.filter(({ geometry }) => geometry.flat(2).some((each) => String(each) === String(point)))
          .length === 2,
    )!
    const besides = grids.filter(({ geometry }) =>
      geometry.flat(2).some((each) => String(each) === String(corner)),
    )
    // 2 m to the east
    const moved = (point: Point): Point =>
      String(point) === String(corner) ? [point[0] / 1e7 + 2e-5, point[1] / 1e7] : sixDigits(point)
    const { rows } = await prepare(facts, fileOf(moved))
    const changed = rows.filter(({ outcome }) => outcome === 'changed').map(({ label }) => label)
    expect(changed.sort()).toEqual(besides.map(({ code }) => code).sort())
  })

  it('is taken where the borders of the city are what is wrong', async () => {
    // one grid reaches 20 cm into its neighbours, in the city
    const [first] = grids
    const swollen = first!.geometry.map((polygon) =>
      polygon.map((ring) => ring.map(([x, y], i): Point => (i === 0 ? [x + 20, y + 20] : [x, y]))),
    )
    const city = {
      ...facts,
      grids: grids.map((grid) => (grid === first ? { ...grid, geometry: swollen } : grid)),
    }
    const { rows } = await prepare(city, fileOf(exact))
    expect(rows.find(({ label }) => label === first!.code)).toMatchObject({ outcome: 'changed' })
  })
})

it('names every row whose border was moved to fit its neighbours, and by how much', async () => {
  const [first] = grids
  const beside = grids.filter(
    ({ code, communityCode }) => code !== first!.code && communityCode === first!.communityCode,
  )
  // beyond the tolerance of the borders that stand, within that of the fitting: nothing of the community is in the city
  const empty = {
    ...facts,
    grids: grids.filter(({ communityCode }) => communityCode !== first!.communityCode),
  }
  const noisy = ([x, y]: Point): Point => [(x + ((x * 7 + y) % 30)) / 1e7, (y + ((x + y * 5) % 30)) / 1e7]
  const rounds = first!.geometry.map((polygon) => polygon.map((ring) => ring.map(noisy)))
  const given = {
    code: first!.code,
    geometry: rounds.map((p) =>
      p.map((r) => r.map(([x, y]): Point => [Math.round(x * 1e7), Math.round(y * 1e7)])),
    ),
  }
  const { rows, report } = await prepare(empty, fileOf(exact, [given, ...beside]))
  const snapped = rows.filter(({ problems }) => problems.some(({ code }) => code === 'border_snapped'))
  expect(snapped.length).toBeGreaterThan(0)
  expect(report.rows.mended).toBeGreaterThanOrEqual(snapped.length)
  for (const { problems } of snapped) {
    const metres = Number(problems.find(({ code }) => code === 'border_snapped')!.details!['m'])
    expect(metres).toBeGreaterThan(0.01)
    expect(metres).toBeLessThanOrEqual(0.5)
  }
  expect(report.certificate!.movedM).toBeGreaterThan(0)
})

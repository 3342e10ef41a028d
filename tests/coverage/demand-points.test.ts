import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { territoryLevels } from '#shared/contract/enums.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { addPlannedSites } from '#shared/coverage/table/add-planned-sites.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { int32At, itemAt, numberAt } from '#shared/geometry/at.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import type { CityDataset } from '../../data/city-dataset.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { addBuildings } from '../helpers/city/add-buildings.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { buildTestTable, listRows, sumTestMetric } from '../helpers/coverage/build-test-table.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const LIMIT_M = 600
const facts = addBuildings(aCity({ columns: 3, rows: 4 }))

/** Every building of a city with its walked metres, by hand. */
function listWays({ buildings, premises, grids }: CityDataset) {
  const snapshot = buildSnapshot({ ...facts, buildings, premises, grids })
  const { places, households, grid } = snapshot.buildings
  return Array.from({ length: snapshot.buildings.count }, (_, row) => {
    const at: Point = [int32At(places.xy, 2 * row), int32At(places.xy, 2 * row + 1)]
    const ways = premises.map((place) =>
      place.status === 'open' && place.kind !== 'community'
        ? Math.round(computeDistanceM(at, place.geometry) * 1.3 * 10) / 10
        : Infinity,
    )
    return {
      grid: int32At(grid, row),
      households: int32At(households, row),
      metres: Math.min(...ways),
      nearest: ways.indexOf(Math.min(...ways)),
    }
  })
}

type Way = ReturnType<typeof listWays>[number]
const sum = (ways: readonly Way[]) => ways.reduce((all, { households }) => all + households, 0)

/** The distance within which a share of the households lives. */
function findQuantile(ways: readonly Way[], share: number): number {
  const sorted = ways.toSorted((a, b) => a.metres - b.metres)
  let held = 0
  for (const way of sorted) {
    held += way.households
    if (held >= share * sum(ways)) return way.metres
  }
  return NaN
}

describe('coverage by buildings', () => {
  it('equals a computation by hand over every building: shares, quantiles and loads, of grids and of units', () => {
    const table = buildTestTable(facts)
    const ways = listWays(facts)
    const sets = [
      listRows(table),
      ...listRows(table).map((grid) => [grid]),
      listRows(table).filter((grid) => grid % 2 === 0),
    ]
    expect(sum(ways.filter(({ metres }) => metres <= LIMIT_M))).toBeGreaterThan(0)
    for (const rows of sets) {
      const own = ways.filter(({ grid }) => rows.includes(grid))
      const reached = own.filter(({ metres }) => metres <= LIMIT_M)
      expect(sumTestMetric('service-share', table, rows).value).toBeCloseTo(sum(reached) / sum(own), 12)
      const metres = sumTestMetric('service-metres', table, rows)
      expect([metres.value, metres.p50, metres.p90]).toEqual([
        findQuantile(own, 0.5),
        findQuantile(own, 0.5),
        findQuantile(own, 0.9),
      ])
    }
    facts.premises.forEach((_, place) =>
      expect(table.places.load[place]).toBe(
        sum(ways.filter(({ nearest, metres }) => nearest === place && metres <= LIMIT_M)),
      ),
    )
  })

  it('is neither all nor nothing in a grid that the limit divides', () => {
    const shares = computeMetricValues(
      itemAt(
        METRICS.filter(({ id }) => id === 'service-share'),
        0,
      ),
      buildTestTable(facts),
      'grid',
    )
    expect(shares.some((share) => share > 0 && share < 1)).toBe(true)
  })

  it('equals that of the grids where every building stands at the centre of its grid', () => {
    const centres = getRepresentativePoints(buildSnapshot(facts).grids.mesh.polygons)
    const gathered: CityDataset = {
      ...facts,
      buildings: facts.buildings.map((building) => {
        const row = facts.grids.findIndex(({ code }) => building.code?.startsWith(code))
        return {
          ...building,
          geometry: { kind: 'point', point: [int32At(centres, 2 * row), int32At(centres, 2 * row + 1)] },
        }
      }),
    }
    const byBuildings = buildTestTable(gathered)
    const byGrids = buildTestTable(gathered, { measuredFrom: 'grids' })
    expect(byBuildings.points.count).toBe(facts.buildings.length)
    expect(byGrids.points.count).toBe(facts.grids.length)
    for (const metric of METRICS)
      for (const level of territoryLevels) {
        const [one, other] = [byBuildings, byGrids].map((table) =>
          Array.from(computeMetricValues(metric, table, level), (value) => Math.round(value * 1e6) / 1e6),
        )
        expect(one, metric.id).toEqual(other)
      }
  })

  it('measures from the centre of a grid where buildings hold less than four fifths of the community', () => {
    const [first] = facts.units.filter(({ level }) => level === 'community')
    const ofFirst = facts.grids.filter(({ communityCode }) => communityCode === first?.code)
    // every third building is missing in the first community
    const lacking: CityDataset = {
      ...facts,
      buildings: facts.buildings.filter(
        ({ code }, i) => i % 3 !== 0 || !ofFirst.some((grid) => code?.startsWith(grid.code)),
      ),
    }
    const table = buildTestTable(lacking)
    const pointsOf = (grid: number) =>
      numberAt(table.points.start, grid + 1) - numberAt(table.points.start, grid)
    facts.grids.forEach((grid, row) =>
      expect(pointsOf(row)).toBe(ofFirst.includes(grid) ? 1 : facts.buildings.length / facts.grids.length),
    )
  })

  it('keeps the declared households of a grid, whatever its buildings hold', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 60, maxLength: 60 }), (more) => {
        const uneven: CityDataset = {
          ...facts,
          buildings: facts.buildings.map((building, i) => ({
            ...building,
            households: building.households + (more[i % more.length] ?? 0),
          })),
        }
        const table = buildTestTable(uneven, { minutes: 60, speed: 200 })
        uneven.grids.forEach(({ households }, grid) => {
          let held = 0
          for (
            let point = numberAt(table.points.start, grid);
            point < numberAt(table.points.start, grid + 1);
            point++
          )
            held += numberAt(table.points.households, point)
          expect(held).toBe(households)
        })
        const declared = uneven.grids.reduce((all, { households }) => all + households, 0)
        expect(table.places.load.reduce((all, load) => all + load, 0)).toBeCloseTo(declared, 6)
      }),
      { seed: readSeed(21), numRuns: countRuns(25) },
    )
  })

  it('counts exactly the points that a planned site newly reaches', () => {
    const table = buildTestTable(facts, { minutes: 2 })
    const before = sumTestMetric('service-share', table).value
    const grid = listRows(table).find(
      (row) => !(numberAt(table.points.metres, numberAt(table.points.start, row)) <= 120),
    )
    if (grid === undefined) throw new Error('every grid is reached')
    const id = numberAt(table.grids.ids, grid)
    const start = numberAt(table.points.start, grid)
    const site = { code: 'P-1', grids: [id, id], points: [0, 2], metres: [50, 60] }
    const after = addPlannedSites(table, [site])
    const newly = [start, start + 2]
      .filter((point) => !(numberAt(table.points.metres, point) <= 120))
      .reduce((all, point) => all + numberAt(table.points.households, point), 0)
    const all = facts.grids.reduce((total, { households }) => total + households, 0)
    expect(sumTestMetric('service-share', after).value).toBeCloseTo(before + newly / all, 12)
    expect(after.planned?.[grid]).toBe(1)
    expect(sumTestMetric('service-share', table).value).toBe(before)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapClasses } from '#shared/contract/coverage/coverage-enums.ts'
import { createGridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import { groupGrids } from '#shared/coverage/aggregate/group-grids.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { toCoverageSum } from '../../api/coverage/summarise-metric.ts'
import { toCoverageColumns, toCoverageTable } from '#shared/coverage/table/coverage-columns.ts'
import { computeWeightedQuantiles } from '#shared/coverage/aggregate/weighted-quantiles.ts'
import { CoverageColumns } from '#shared/contract/coverage/coverage.ts'
import { territoryLevels } from '#shared/contract/enums.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'
import { buildTestTable, listRows, sumTestMetric } from '../helpers/coverage/build-test-table.ts'

describe('metric sums', () => {
  it('weight each grid as requested, and report the weight', () => {
    const facts = aCity()
    const table = buildTestTable(facts)
    const organised = facts.grids.filter((grid) => grid.branchSince !== null)
    const share = (of: (grid: (typeof facts.grids)[number]) => number) =>
      organised.reduce((sum, grid) => sum + of(grid), 0) /
      facts.grids.reduce((sum, grid) => sum + of(grid), 0)
    expect(sumTestMetric('branch-share', table)).toMatchObject({
      value: organised.length / facts.grids.length,
      weighedBy: 'grids',
      grids: facts.grids.length,
    })
    expect(sumTestMetric('branch-share', table, undefined, 'households')).toMatchObject({
      value: share((grid) => grid.households),
      weighedBy: 'households',
    })
    expect(sumTestMetric('branch-share', table, undefined, 'residents').value).toBe(
      share((grid) => grid.residents),
    )
  })

  it('fall back to area where there is no population', () => {
    const facts = aCity()
    const empty = buildTestTable(
      { ...facts, grids: facts.grids.map((grid) => ({ ...grid, households: 0, residents: 0 })) },
      { minutes: 60, speed: 200 },
    )
    expect(sumTestMetric('service-share', empty)).toMatchObject({
      value: 1,
      weighedBy: 'area',
      households: 0,
    })
  })

  it('add up over levels, with managing zones beside legal districts', () => {
    const facts = aCity()
    const zone = { ...itemAt(facts.units, 0), code: '320971', kind: 'managing_zone' as const, geometry: null }
    const withZone = {
      ...facts,
      units: [
        zone,
        ...facts.units.map((unit) =>
          unit.code === '320901001' ? { ...unit, managingParentCode: zone.code } : unit,
        ),
      ],
    }
    const table = buildTestTable(withZone)
    const [inZone, first] = groupGrids(table, 'district')
    expect(inZone).toHaveLength(9)
    expect(first).toHaveLength(18)
    expect(listRows(table).filter(createGridFilter(table, { ...NO_FILTER, within: zone.code }))).toEqual(
      inZone,
    )
    const streets = groupGrids(table, 'street').map((rows) =>
      sumTestMetric('households-per-grid', table, rows),
    )
    expect(streets.reduce((sum, { households }) => sum + households, 0)).toBe(
      facts.grids.reduce((sum, grid) => sum + grid.households, 0),
    )
  })

  it('have a defined value for every metric without premises or grids', () => {
    const facts = aCity()
    for (const city of [
      { ...facts, premises: [] },
      { ...facts, grids: [] },
      { ...facts, grids: facts.grids.slice(0, 4) },
    ]) {
      const table = buildTestTable(city)
      for (const each of METRICS) {
        for (const level of territoryLevels)
          expect(computeMetricValues(each, table, level)).toHaveLength(
            level === 'grid' ? city.grids.length : table.units[level].count,
          )
        expect(sumTestMetric(each.id, table, []).value).toBeNaN()
      }
    }
    const noStation = buildTestTable({ ...facts, premises: [] })
    expect(sumTestMetric('service-share', noStation).value).toBe(0)
    expect(sumTestMetric('service-minutes', noStation)).toMatchObject({
      value: Infinity,
      p90: Infinity,
      unreached: facts.grids.length,
    })
    expect(sumTestMetric('access-2sfca', noStation).value).toBe(0)
  })

  it('do not count a branch that is to be founded after the data date', () => {
    const facts = aCity()
    const later = {
      ...facts,
      grids: facts.grids.map((grid, i) => (i === 5 ? { ...grid, branchSince: '2019-01-01' } : grid)),
    }
    const organised = facts.grids.filter(({ branchSince }, i) => branchSince !== null && i !== 5).length
    expect(facts.grids[5]?.branchSince).not.toBeNull()
    expect(sumTestMetric('branch-share', buildTestTable(later)).value).toBe(organised / 36)
    expect(buildSnapshot(later).figures.branches).toBe(organised)
    const reached = { ...later, city: { ...later.city, dataDate: '2019-01-01' } }
    expect(sumTestMetric('branch-share', buildTestTable(reached)).value).toBe((organised + 1) / 36)
  })

  it('count grids that reach nothing as farthest, and say how many', () => {
    const table = buildTestTable(aCity())
    const rows = [0, 1, 2, 3]
    // by hand: of 100 households 40 walk 100 m, 20 walk 200 m, and 40 reach nothing
    const [metres, households] = [
      Float64Array.from(table.points.metres),
      Int32Array.from(table.grids.households),
    ]
    metres.set([NaN, 100, 200, NaN])
    households.set([30, 40, 20, 10])
    const sum = (weight?: 'grids') =>
      sumTestMetric(
        'service-metres',
        { ...table, points: { ...table.points, metres, households }, grids: { ...table.grids, households } },
        rows,
        weight,
      )
    expect(sum()).toMatchObject({ value: 200, p50: 200, p90: Infinity, unreached: 2, grids: 4, total: 4 })
    expect(sum('grids')).toMatchObject({ p50: 200, p90: Infinity })
    households.set([50, 40, 1, 9])
    expect(sum().value).toBe(Infinity)
    expect(toCoverageSum(sum())).toMatchObject({ value: null, p90: null, unreached: 2 })
  })

  it('that rest on a part of the grids say on how many', () => {
    const table = buildTestTable(aCity(), { minutes: 1 })
    const reached = Array.from(table.reach.metres).filter((metres) => metres <= 60).length
    expect(sumTestMetric('place-load', table)).toMatchObject({ grids: reached, total: 36 })
    expect(reached).toBeLessThan(36)
    expect(sumTestMetric('branch-share', table)).toMatchObject({ grids: 36, total: 36, unreached: 0 })
  })

  it('are the same from the server’s response as from the snapshot', () => {
    const table = buildTestTable(aCity(), { minutes: 5 })
    const sent = toCoverageTable(CoverageColumns.parse(JSON.parse(JSON.stringify(toCoverageColumns(table)))))
    for (const each of METRICS) {
      for (const level of territoryLevels)
        expect(computeMetricValues(each, sent, level)).toEqual(computeMetricValues(each, table, level))
    }
  })

  it('compute weighted quantiles equal to those of an expanded list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 6 })), {
          minLength: 1,
          maxLength: 20,
        }),
        (grids) => {
          const people = grids
            .flatMap(([value, weight]) => Array.from({ length: weight }, () => value))
            .sort((a, b) => a - b)
          const found = computeWeightedQuantiles(
            grids.map(([value]) => value),
            grids.map(([, weight]) => weight),
            grids.map((_, i) => i),
            [0.5, 0.9],
          )
          expect(found).toEqual(
            [0.5, 0.9].map((part) => people[Math.ceil(part * people.length - 1e-9) - 1] ?? NaN),
          )
        },
      ),
      { seed: readSeed(10), numRuns: countRuns(300) },
    )
  })
})

describe('filters', () => {
  it('combine, and an empty filter keeps everything', () => {
    const facts = aCity()
    const table = buildTestTable({
      ...facts,
      units: facts.units.map((unit) =>
        unit.code === '320901001002'
          ? {
              ...unit,
              urbanScope: false,
              types: [{ type: 'new', validFrom: '2017-01-01', validTo: null, reason: '新建' }],
            }
          : unit,
      ),
    })
    const count = (filter: Partial<typeof NO_FILTER>) =>
      listRows(table).filter(createGridFilter(table, { ...NO_FILTER, ...filter })).length
    expect(count({})).toBe(36)
    expect(count({ types: ['new'] })).toBe(5)
    expect(count({ scope: 'urban' })).toBe(31)
    expect(count({ scope: 'urban', types: ['new'] })).toBe(0)
    expect(count({ within: '320901001', types: ['ordinary'] })).toBe(4)
    expect(count({ within: '999999' })).toBe(0)
    expect(gapClasses.reduce((sum, gap) => sum + count({ gaps: [gap] }), 0)).toBe(36)
  })
})

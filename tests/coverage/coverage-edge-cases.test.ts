import { describe, expect, it } from 'vitest'
import { createGridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { listTrendDays } from '#shared/coverage/list-trend-days.ts'
import { findCoverageGaps } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { buildTestTable, listRows, sumTestMetric } from '../helpers/coverage/build-test-table.ts'

describe('the days of a trend', () => {
  it('are the last year ends on which the city had grids, then the data date', () => {
    expect(listTrendDays('2012-05-01', '2018-12-31')).toEqual([
      ...['2013-12-31', '2014-12-31', '2015-12-31', '2016-12-31', '2017-12-31'],
      '2018-12-31',
    ])
    expect(listTrendDays('2015-12-31', '2018-03-01')).toEqual([
      ...['2015-12-31', '2016-12-31', '2017-12-31'],
      '2018-03-01',
    ])
  })

  it('are ends of quarters or months in a city that has had grids for a shorter time', () => {
    expect(listTrendDays('2018-01-01', '2018-12-31')).toEqual([
      ...['2018-03-31', '2018-06-30', '2018-09-30'],
      '2018-12-31',
    ])
    expect(listTrendDays('2019-11-01', '2020-03-15')).toEqual([
      ...['2019-11-30', '2019-12-31', '2020-01-31', '2020-02-29'],
      '2020-03-15',
    ])
    expect(listTrendDays('2020-03-15', '2020-03-15')).toEqual(['2020-03-15'])
  })
})

describe('edge cases', () => {
  it('two stations at one point: the first is the nearest, both count for accessibility, and share by capacity', () => {
    const facts = aCity()
    const one = itemAt(facts.premises, 0)
    const twins = buildTestTable(
      {
        ...facts,
        premises: [
          { ...one, capacityHouseholds: 100 },
          { ...one, code: 'S-2', capacityHouseholds: 300 },
        ],
      },
      { minutes: 60, speed: 200 },
    )
    expect(new Set(Array.from(twins.reach.nearest))).toEqual(new Set([0]))
    const all = facts.grids.reduce((sum, grid) => sum + grid.households, 0)
    expect(twins.places.load[0]).toBeCloseTo(all / 4)
    expect(twins.places.load[1]).toBeCloseTo((3 * all) / 4)
    expect(twins.reach.twoStep[0]).toBeCloseTo(400 / all, 6)
  })

  it('a community without grids has no value and no gap', () => {
    const facts = aCity()
    const empty = '320901001001'
    const table = buildTestTable({
      ...facts,
      grids: facts.grids.filter(({ code }) => !code.startsWith(empty)),
    })
    const row = table.units.community.codes.indexOf(empty)
    for (const each of METRICS) expect(computeMetricValues(each, table, 'community')[row]).toBeNaN()
    expect(findCoverageGaps(table, buildSnapshot(facts).parks).map(({ subject }) => subject)).not.toContain(
      empty,
    )
    expect(listRows(table).filter(createGridFilter(table, { ...NO_FILTER, within: empty }))).toEqual([])
  })

  it('a grid without households is weighted by area when alone, and ignored beside others', () => {
    const facts = aCity()
    const table = buildTestTable(
      {
        ...facts,
        grids: facts.grids.map((grid, i) => (i === 0 ? { ...grid, households: 0, residents: 0 } : grid)),
      },
      { minutes: 60, speed: 200 },
    )
    expect(sumTestMetric('service-share', table, [0])).toMatchObject({
      value: 1,
      households: 0,
      weighedBy: 'area',
    })
    expect(sumTestMetric('service-metres', table, [0, 1]).value).toBe(table.reach.metres[1])
  })

  it('a park over three communities is one gap in the community of its centre', () => {
    const facts = aCity()
    const park = {
      ...itemAt(facts.parks, 0),
      organisation: 'none' as const,
      liaisonSince: null,
      geometry: dissolve(
        facts.grids
          .filter(({ code }) => /00100[12]|002001/.test(code.slice(6, 12)))
          .map(({ geometry }) => geometry),
      ),
    }
    const gaps = findCoverageGaps(
      buildTestTable(facts),
      buildSnapshot({ ...facts, parks: [park] }).parks,
    ).filter(({ kind }) => kind === 'park')
    expect(gaps).toMatchObject([
      { subject: park.code, reasons: ['no-organisation', 'no-liaison'], type: 'ordinary' },
    ])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoverageQuery } from '#shared/contract/coverage/coverage.ts'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { classifyGaps, flagOverloadedGrids } from '#shared/coverage/gaps/classify-gaps.ts'
import { gapClasses } from '#shared/contract/coverage/coverage-enums.ts'
import { createGridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import { groupGrids } from '#shared/coverage/aggregate/group-grids.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { filterCityByDay, listTrendDays } from '#shared/coverage/filter-city-by-day.ts'
import type { IndicatorData } from '#shared/contract/coverage/indicators.ts'
import { findCoverageGaps } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { computeIndicatorBreaks } from '#shared/coverage/indicators/indicator-breaks.ts'
import { createIndicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import { buildMetricRamp } from '#shared/coverage/metrics/metric.ts'
import { METRICS, findMetric } from '#shared/coverage/metrics/metrics.ts'
import { measureReach, toReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { toStandardReasons } from '#shared/coverage/standard-compliance.ts'
import { computeMetricColumns, sumMetric } from '#shared/coverage/aggregate/sum-metric.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { toCoverageColumns, toCoverageTable } from '#shared/coverage/table/coverage-columns.ts'
import { computeWeightedQuantiles } from '#shared/coverage/aggregate/weighted-quantiles.ts'
import { CoverageColumns } from '#shared/contract/coverage/coverage.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { territoryLevels } from '#shared/contract/enums.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import type { CityDataset } from '../../data/city-dataset.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

function tableFor(
  facts: CityDataset,
  query: CoverageQuery = {},
  settings: CitySettings = CitySettings.parse({}),
) {
  const city = buildSnapshot(facts, settings)
  const options = resolveCoverageOptions(city.settings, query)
  return buildCoverageTable(city, options, () => {
    const input = toReachInput(city, options)
    return measureReach(input, createEuclideanDistances(input.grids, input.sites, options.detour), options)
  })
}
const metric = (id: string) => {
  const found = findMetric(id)
  if (found === undefined) throw new Error(`no metric ${id}`)
  return found
}
const rowsOf = (table: ReturnType<typeof tableFor>) =>
  Array.from({ length: table.grids.count }, (_, grid) => grid)
const sumOf = (
  id: string,
  table: ReturnType<typeof tableFor>,
  rows = rowsOf(table),
  weight?: Parameters<typeof sumMetric>[4],
) => sumMetric(metric(id), computeMetricColumns(metric(id), table), table, rows, weight)

describe('coverage classes', () => {
  it('combine branch presence and service within the time limit', () => {
    const facts = aCity()
    const table = tableFor(facts, { minutes: 60, speed: 200 })
    const classes = Array.from(classifyGaps(table), (index) => gapClasses[index])
    const limit = 60 * 200
    facts.grids.forEach((grid, i) => {
      const served = table.reach.metres[i] <= limit
      expect(classes[i]).toBe(
        grid.branchSince === null ? (served ? 'service-only' : 'none') : served ? 'covered' : 'org-only',
      )
    })
  })

  it('use the requested distance bands, or else those of the city', () => {
    const facts = aCity()
    const own = CitySettings.parse({ coverage: { circles: { inner: 1, middle: 2, outer: 40 } } })
    for (const [query, settings, ends] of [
      [{}, undefined, [5, 10, 15]],
      [{ circles: '3-7-20' }, undefined, [3, 7, 20]],
      [{}, own, [1, 2, 40]],
    ] as const) {
      const table = tableFor(facts, query, settings)
      const circles = computeMetricColumns(metric('reach-class'), table).values
      rowsOf(table).forEach((grid) => {
        const minutes = table.reach.metres[grid] / table.options.speed
        expect(circles[grid]).toBe(ends.filter((end) => minutes > end).length)
      })
    }
    // a wider catchment with less loss by distance: nobody has less within reach
    const [near, far] = ['1-2-3', '20-40-60'].map((circles) => tableFor(facts, { circles }).reach.enhanced)
    expect(Array.from(near).some((value, grid) => value < far[grid])).toBe(true)
  })

  it('flag grids whose premises serve more households than their capacity', () => {
    const facts = aCity()
    const all = facts.grids.reduce((sum, grid) => sum + grid.households, 0)
    const one = { ...facts.premises[0], capacityHouseholds: all }
    expect(
      flagOverloadedGrids(tableFor({ ...facts, premises: [one] }, { minutes: 60, speed: 200 })),
    ).not.toContain(1)
    const short = tableFor(
      { ...facts, premises: [{ ...one, capacityHouseholds: all - 1 }] },
      { minutes: 60, speed: 200 },
    )
    expect(short.places.load[0]).toBe(all)
    expect(sumOf('overloaded-share', short).value).toBe(1)
    const unknown = tableFor(
      { ...facts, premises: [{ ...one, capacityHouseholds: null, areaM2: null }] },
      { minutes: 60, speed: 200 },
    )
    expect(sumOf('overloaded-share', unknown).value).toBe(0)
  })
})

describe('the compliance check', () => {
  it('reports every reason', () => {
    const facts = aCity()
    const strict = CitySettings.parse({
      standard: { anyTenure: false },
      coverage: { areaPer100Households: 1000 },
    })
    const place = { ...facts.premises[0], level: 'street' as const, tenure: 'rented' as const, areaM2: 420 }
    const table = tableFor({ ...facts, premises: [place] }, { minutes: 60, speed: 200 }, strict)
    expect(toStandardReasons(table.places.failings[0])).toEqual(['area-short', 'tenure', 'crowded'])
    expect(toStandardReasons(table.communities.failings[0])).toEqual(['area-short', 'tenure', 'crowded'])
    expect(toStandardReasons(table.communities.failings[1])).toEqual(['no-premises'])
    const unknown = tableFor({ ...facts, premises: [{ ...place, areaM2: null }] }, {}, strict)
    expect(toStandardReasons(unknown.places.failings[0])).toEqual(['area-unknown', 'tenure'])
    const good = tableFor({ ...facts, premises: [{ ...place, level: 'village', areaM2: 200 }] })
    expect(toStandardReasons(good.places.failings[0])).toEqual([])
  })

  it('uses the best of a community’s premises', () => {
    const facts = aCity()
    const bad = { ...facts.premises[0], code: 'S-9', areaM2: 1 }
    const good = { ...facts.premises[0], code: 'S-8', areaM2: 5000 }
    expect(tableFor({ ...facts, premises: [bad, good] }).communities.failings[0]).toBe(0)
    expect(
      toStandardReasons(
        tableFor({ ...facts, premises: [bad, { ...good, status: 'planned' }] }).communities.failings[0],
      ),
    ).toContain('area-short')
  })
})

describe('metric sums', () => {
  it('weight each grid as requested, and report the weight', () => {
    const facts = aCity()
    const table = tableFor(facts)
    const organised = facts.grids.filter((grid) => grid.branchSince !== null)
    const share = (of: (grid: (typeof facts.grids)[number]) => number) =>
      organised.reduce((sum, grid) => sum + of(grid), 0) /
      facts.grids.reduce((sum, grid) => sum + of(grid), 0)
    expect(sumOf('branch-share', table)).toMatchObject({
      value: organised.length / facts.grids.length,
      weighedBy: 'grids',
      grids: facts.grids.length,
    })
    expect(sumOf('branch-share', table, undefined, 'households')).toMatchObject({
      value: share((grid) => grid.households),
      weighedBy: 'households',
    })
    expect(sumOf('branch-share', table, undefined, 'residents').value).toBe(share((grid) => grid.residents))
  })

  it('fall back to area where there is no population', () => {
    const facts = aCity()
    const empty = tableFor(
      { ...facts, grids: facts.grids.map((grid) => ({ ...grid, households: 0, residents: 0 })) },
      { minutes: 60, speed: 200 },
    )
    expect(sumOf('service-share', empty)).toMatchObject({ value: 1, weighedBy: 'area', households: 0 })
  })

  it('add up over levels, with managing zones beside legal districts', () => {
    const facts = aCity()
    const zone = { ...facts.units[0], code: '320971', kind: 'managing_zone' as const, geometry: null }
    const withZone = {
      ...facts,
      units: [
        zone,
        ...facts.units.map((unit) =>
          unit.code === '320901001' ? { ...unit, managingParentCode: zone.code } : unit,
        ),
      ],
    }
    const table = tableFor(withZone)
    const [inZone, first] = groupGrids(table, 'district')
    expect(inZone.length).toBe(9)
    expect(first.length).toBe(18)
    expect(rowsOf(table).filter(createGridFilter(table, { ...NO_FILTER, within: zone.code }))).toEqual(inZone)
    const streets = groupGrids(table, 'street').map((rows) => sumOf('households-per-grid', table, rows))
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
      const table = tableFor(city)
      for (const each of METRICS) {
        for (const level of territoryLevels)
          expect(computeMetricValues(each, table, level)).toHaveLength(
            level === 'grid' ? city.grids.length : table.units[level].count,
          )
        expect(sumOf(each.id, table, []).value).toBeNaN()
      }
    }
    const noStation = tableFor({ ...facts, premises: [] })
    expect(sumOf('service-share', noStation).value).toBe(0)
    expect(sumOf('service-minutes', noStation)).toMatchObject({ value: NaN, grids: 0 })
    expect(sumOf('access-2sfca', noStation).value).toBe(0)
  })

  it('are the same from the server’s response as from the snapshot', () => {
    const table = tableFor(aCity(), { minutes: 5 })
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

describe('community indicators', () => {
  const item = {
    code: '0101',
    category: 1,
    categoryName: '地域概况',
    categoryNameEn: 'Territory',
    name: '道路长度',
    nameEn: 'Road length',
    unit: '公里',
    unitEn: 'km',
    aggregate: 'sum',
  } as const
  const formOf = (
    table: ReturnType<typeof tableFor>,
    values: (number | null)[],
    aggregate: 'sum' | 'mean' = 'sum',
  ): IndicatorData => ({
    item: { ...item, aggregate },
    communities: Array.from(table.units.community.ids),
    breaks: { community: [2, 4], street: [10], district: [] },
    years: [
      { year: 2017, values: values.map((value) => value && value / 2) },
      { year: 2018, values },
    ],
  })
  const sumIn = (
    table: ReturnType<typeof tableFor>,
    form: IndicatorData,
    rows: readonly number[],
    year = 2018,
  ) => {
    const shown = createIndicatorMetric(form, year)
    return sumMetric(shown, computeMetricColumns(shown, table), table, rows)
  }

  it('count each community once, whatever the number of its selected grids, and skip missing values', () => {
    const table = tableFor(aCity())
    const form = formOf(table, [1, 2, 3, 4, 5, 6, 7, null])
    expect(sumIn(table, form, rowsOf(table))).toMatchObject({ value: 28, grids: 31 })
    expect(sumIn(table, form, rowsOf(table), 2017).value).toBe(14)
    const [firstOfEach] = [groupGrids(table, 'community').map((rows) => rows[0])]
    expect(sumIn(table, form, firstOfEach).value).toBe(28)
    expect(groupGrids(table, 'street').map((rows) => sumIn(table, form, rows).value)).toEqual([3, 7, 11, 7])
    expect(sumIn(table, form, groupGrids(table, 'community')[7]).value).toBeNaN()
    expect(sumIn(table, form, rowsOf(table), 1999).value).toBeNaN()
  })

  it('weight means by households like any other metric', () => {
    const facts = aCity()
    const table = tableFor(facts)
    const [first, second] = groupGrids(table, 'community')
    const households = (rows: readonly number[]) =>
      rows.reduce((sum, grid) => sum + facts.grids[grid].households, 0)
    const mean = (10 * households(first) + 20 * households(second)) / (households(first) + households(second))
    expect(
      sumIn(table, formOf(table, [10, 20, ...Array.from({ length: 6 }, () => null)], 'mean'), [
        ...first,
        ...second,
      ]),
    ).toMatchObject({ value: mean, weighedBy: 'households' })
  })

  it('have separate classes for larger units, and fewer classes for equal values', () => {
    expect(computeIndicatorBreaks([1, 1, 1, 1])).toEqual([])
    expect(computeIndicatorBreaks([])).toEqual([])
    expect(computeIndicatorBreaks([0, 0, 0, 0, 7])).toEqual([7])
    expect(computeIndicatorBreaks(Array.from({ length: 100 }, (_, i) => i))).toEqual([20, 40, 60, 80])
    const shown = createIndicatorMetric(formOf(tableFor(aCity()), []), 2018)
    expect(buildMetricRamp(shown, THEMES.day, 'community')).toMatchObject({
      breaks: [2, 4],
      colors: { length: 3 },
    })
    expect(buildMetricRamp(shown, THEMES.day, 'district')).toMatchObject({
      breaks: [],
      colors: { length: 1 },
    })
  })
})

describe('past days', () => {
  it('have the branches and premises of that day on today’s grids', () => {
    const facts = aCity()
    const city = {
      ...facts,
      grids: facts.grids.map((grid, i) => ({
        ...grid,
        branchSince: i < 9 ? '2014-06-30' : i < 20 ? '2016-01-01' : null,
      })),
      premises: facts.premises.map((each, i) => ({
        ...each,
        openedOn: i === 0 ? null : '2017-03-01',
        status: 'open' as const,
      })),
    }
    const snapshot = { ...buildSnapshot(city), dataDate: '2018-12-31' }
    const on = (day: string | null) => filterCityByDay(snapshot, day)
    const branches = (day: string) => on(day).grids.branchSince.filter((since) => since !== null).length
    expect(['2014-06-29', '2014-06-30', '2016-01-01'].map(branches)).toEqual([0, 9, 20])
    expect(on('2017-02-28').premises.statuses.filter((status) => status === 'open')).toHaveLength(1)
    expect(on('2018-12-31')).toBe(snapshot)
    expect(on(null)).toBe(snapshot)
    expect(listTrendDays('2018-12-31')).toEqual([
      '2013-12-31',
      '2014-12-31',
      '2015-12-31',
      '2016-12-31',
      '2017-12-31',
      '2018-12-31',
    ])
  })
})

describe('edge cases', () => {
  it('two stations at one point: the first is the nearest, and both count for accessibility', () => {
    const facts = aCity()
    const [one] = facts.premises
    const twins = tableFor(
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
    expect(twins.places.load[1]).toBe(0)
    const all = facts.grids.reduce((sum, grid) => sum + grid.households, 0)
    expect(twins.reach.twoStep[0]).toBeCloseTo(400 / all, 6)
  })

  it('a community without grids has no value and no gap', () => {
    const facts = aCity()
    const empty = '320901001001'
    const table = tableFor({ ...facts, grids: facts.grids.filter(({ code }) => !code.startsWith(empty)) })
    const row = table.units.community.codes.indexOf(empty)
    for (const each of METRICS) expect(computeMetricValues(each, table, 'community')[row]).toBeNaN()
    expect(findCoverageGaps(table, buildSnapshot(facts).parks).map(({ subject }) => subject)).not.toContain(
      empty,
    )
    expect(rowsOf(table).filter(createGridFilter(table, { ...NO_FILTER, within: empty }))).toEqual([])
  })

  it('a grid without households is weighted by area when alone, and ignored beside others', () => {
    const facts = aCity()
    const table = tableFor(
      {
        ...facts,
        grids: facts.grids.map((grid, i) => (i === 0 ? { ...grid, households: 0, residents: 0 } : grid)),
      },
      { minutes: 60, speed: 200 },
    )
    expect(sumOf('service-share', table, [0])).toMatchObject({ value: 1, households: 0, weighedBy: 'area' })
    expect(sumOf('service-metres', table, [0, 1]).value).toBe(table.reach.metres[1])
  })

  it('a park over three communities is one gap in the community of its centre', () => {
    const facts = aCity()
    const park = {
      ...facts.parks[0],
      organisation: 'none' as const,
      liaisonSince: null,
      geometry: dissolve(
        facts.grids
          .filter(({ code }) => /00100[12]|002001/.test(code.slice(6, 12)))
          .map(({ geometry }) => geometry),
      ),
    }
    const gaps = findCoverageGaps(tableFor(facts), buildSnapshot({ ...facts, parks: [park] }).parks).filter(
      ({ kind }) => kind === 'park',
    )
    expect(gaps).toMatchObject([
      { subject: park.code, reasons: ['no-organisation', 'no-liaison'], type: 'ordinary' },
    ])
  })
})

describe('filters', () => {
  it('combine, and an empty filter keeps everything', () => {
    const facts = aCity()
    const table = tableFor({
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
      rowsOf(table).filter(createGridFilter(table, { ...NO_FILTER, ...filter })).length
    expect(count({})).toBe(36)
    expect(count({ types: ['new'] })).toBe(5)
    expect(count({ scope: 'urban' })).toBe(31)
    expect(count({ scope: 'urban', types: ['new'] })).toBe(0)
    expect(count({ within: '320901001', types: ['ordinary'] })).toBe(4)
    expect(count({ within: '999999' })).toBe(0)
    expect(gapClasses.reduce((sum, gap) => sum + count({ gaps: [gap] }), 0)).toBe(36)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoverageQuery } from '#shared/contract/coverage.ts'
import { CitySettings } from '#shared/contract/settings.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { classifyGaps, gapClasses, overloadedGrids } from '#shared/coverage/gap-class.ts'
import { gridFilter, NO_FILTER } from '#shared/coverage/grid-filter.ts'
import { groupGrids } from '#shared/coverage/group-grids.ts'
import { metricValues } from '#shared/coverage/metric-values.ts'
import { METRICS, metricOf } from '#shared/coverage/metrics.ts'
import { measureReach, reachInput } from '#shared/coverage/reach/measure-reach.ts'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import { reasonsOf } from '#shared/coverage/standard.ts'
import { metricColumns, sumMetric } from '#shared/coverage/sum-metric.ts'
import { makeTable } from '#shared/coverage/table/make-table.ts'
import { columnsOf, tableOf } from '#shared/coverage/table/table-columns.ts'
import { weightedQuantiles } from '#shared/coverage/weighted-quantile.ts'
import { CoverageColumns } from '#shared/contract/coverage.ts'
import { levels } from '#shared/layers/layer.ts'
import type { CityFacts } from '../../data/city-facts.ts'
import { aCity } from '../helpers/a-city.ts'
import { snapshotOf } from '../helpers/snapshot-of.ts'

function tableFor(facts: CityFacts, query: CoverageQuery = {}, settings: CitySettings = CitySettings.parse({})) {
  const city = snapshotOf(facts, settings)
  const options = coverageOptions(city.settings, query)
  return makeTable(city, options, () => {
    const input = reachInput(city, options)
    return measureReach(input, straightWays(input.grids, input.sites, options.detour), options)
  })
}
const metric = (id: string) => {
  const found = metricOf(id)
  if (found === undefined) throw new Error(`no metric ${id}`)
  return found
}
const rowsOf = (table: ReturnType<typeof tableFor>) => Array.from({ length: table.grids.count }, (_, grid) => grid)
const sumOf = (id: string, table: ReturnType<typeof tableFor>, rows = rowsOf(table), weight?: Parameters<typeof sumMetric>[4]) =>
  sumMetric(metric(id), metricColumns(metric(id), table), table, rows, weight)

describe('classes of coverage', () => {
  it('cross a branch with a service in time', () => {
    const facts = aCity()
    const table = tableFor(facts, { minutes: 60, speed: 200 })
    const classes = Array.from(classifyGaps(table), (index) => gapClasses[index])
    const limit = 60 * 200
    facts.grids.forEach((grid, i) => {
      const served = table.reach.metres[i] <= limit
      expect(classes[i]).toBe(grid.branchSince === null ? (served ? 'service-only' : 'none') : served ? 'covered' : 'org-only')
    })
  })

  it('flag grids whose place serves more than it has room for', () => {
    const facts = aCity()
    const all = facts.grids.reduce((sum, grid) => sum + grid.households, 0)
    const one = { ...facts.premises[0], capacityHouseholds: all }
    expect(overloadedGrids(tableFor({ ...facts, premises: [one] }, { minutes: 60, speed: 200 }))).not.toContain(1)
    const short = tableFor({ ...facts, premises: [{ ...one, capacityHouseholds: all - 1 }] }, { minutes: 60, speed: 200 })
    expect(short.places.load[0]).toBe(all)
    expect(sumOf('overloaded-share', short).value).toBe(1)
    const unknown = tableFor({ ...facts, premises: [{ ...one, capacityHouseholds: null, areaM2: null }] }, { minutes: 60, speed: 200 })
    expect(sumOf('overloaded-share', unknown).value).toBe(0)
  })
})

describe('the standard', () => {
  it('names every reason', () => {
    const facts = aCity()
    const strict = CitySettings.parse({ standard: { anyTenure: false }, coverage: { areaPer100Households: 1000 } })
    const place = { ...facts.premises[0], level: 'street' as const, tenure: 'rented' as const, areaM2: 420 }
    const table = tableFor({ ...facts, premises: [place] }, { minutes: 60, speed: 200 }, strict)
    expect(reasonsOf(table.places.failings[0])).toEqual(['area-short', 'tenure', 'crowded'])
    expect(reasonsOf(table.communities.failings[0])).toEqual(['area-short', 'tenure', 'crowded'])
    expect(reasonsOf(table.communities.failings[1])).toEqual(['no-premises'])
    const unknown = tableFor({ ...facts, premises: [{ ...place, areaM2: null }] }, {}, strict)
    expect(reasonsOf(unknown.places.failings[0])).toEqual(['area-unknown', 'tenure'])
    const good = tableFor({ ...facts, premises: [{ ...place, level: 'village', areaM2: 200 }] })
    expect(reasonsOf(good.places.failings[0])).toEqual([])
  })

  it('takes the best of a community’s premises', () => {
    const facts = aCity()
    const bad = { ...facts.premises[0], code: 'S-9', areaM2: 1 }
    const good = { ...facts.premises[0], code: 'S-8', areaM2: 5000 }
    expect(tableFor({ ...facts, premises: [bad, good] }).communities.failings[0]).toBe(0)
    expect(reasonsOf(tableFor({ ...facts, premises: [bad, { ...good, status: 'planned' }] }).communities.failings[0])).toContain('area-short')
  })
})

describe('sums', () => {
  it('weigh each grid as they are told, and say by what', () => {
    const facts = aCity()
    const table = tableFor(facts)
    const organised = facts.grids.filter((grid) => grid.branchSince !== null)
    const share = (of: (grid: (typeof facts.grids)[number]) => number) => organised.reduce((sum, grid) => sum + of(grid), 0) / facts.grids.reduce((sum, grid) => sum + of(grid), 0)
    expect(sumOf('branch-share', table)).toMatchObject({ value: organised.length / facts.grids.length, weighedBy: 'grids', grids: facts.grids.length })
    expect(sumOf('branch-share', table, undefined, 'households')).toMatchObject({ value: share((grid) => grid.households), weighedBy: 'households' })
    expect(sumOf('branch-share', table, undefined, 'residents').value).toBe(share((grid) => grid.residents))
  })

  it('fall back to area where nobody is known to live', () => {
    const facts = aCity()
    const empty = tableFor({ ...facts, grids: facts.grids.map((grid) => ({ ...grid, households: 0, residents: 0 })) }, { minutes: 60, speed: 200 })
    expect(sumOf('service-share', empty)).toMatchObject({ value: 1, weighedBy: 'area', households: 0 })
  })

  it('add up over levels, managing zones beside the districts of law', () => {
    const facts = aCity()
    const zone = { ...facts.units[0], code: '320971', kind: 'managing_zone' as const, geometry: null }
    const withZone = { ...facts, units: [zone, ...facts.units.map((unit) => (unit.code === '320901001' ? { ...unit, managingParentCode: zone.code } : unit))] }
    const table = tableFor(withZone)
    const [inZone, first] = groupGrids(table, 'district')
    expect(inZone.length).toBe(9)
    expect(first.length).toBe(18)
    expect(rowsOf(table).filter(gridFilter(table, { ...NO_FILTER, within: zone.code }))).toEqual(inZone)
    const streets = groupGrids(table, 'street').map((rows) => sumOf('households-per-grid', table, rows))
    expect(streets.reduce((sum, { households }) => sum + households, 0)).toBe(facts.grids.reduce((sum, grid) => sum + grid.households, 0))
  })

  it('have a defined answer for every metric where there is nothing', () => {
    const facts = aCity()
    for (const city of [{ ...facts, premises: [] }, { ...facts, grids: [] }, { ...facts, grids: facts.grids.slice(0, 4) }]) {
      const table = tableFor(city)
      for (const each of METRICS) {
        for (const level of levels) expect(metricValues(each, table, level)).toHaveLength(level === 'grid' ? city.grids.length : table.units[level].count)
        expect(sumOf(each.id, table, []).value).toBeNaN()
      }
    }
    const noStation = tableFor({ ...facts, premises: [] })
    expect(sumOf('service-share', noStation).value).toBe(0)
    expect(sumOf('service-minutes', noStation)).toMatchObject({ value: NaN, grids: 0 })
    expect(sumOf('access-2sfca', noStation).value).toBe(0)
  })

  it('are the same from what the server sends as from its own snapshot', () => {
    const table = tableFor(aCity(), { minutes: 5 })
    const sent = tableOf(CoverageColumns.parse(JSON.parse(JSON.stringify(columnsOf(table)))))
    for (const each of METRICS) {
      for (const level of levels) expect(metricValues(each, sent, level)).toEqual(metricValues(each, table, level))
    }
  })

  it('find quantiles as sorting one row for each household would', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 6 })), { minLength: 1, maxLength: 20 }), (grids) => {
      const people = grids.flatMap(([value, weight]) => Array.from({ length: weight }, () => value)).sort((a, b) => a - b)
      const found = weightedQuantiles(grids.map(([value]) => value), grids.map(([, weight]) => weight), grids.map((_, i) => i), [0.5, 0.9])
      expect(found).toEqual([0.5, 0.9].map((part) => people[Math.ceil(part * people.length - 1e-9) - 1] ?? NaN))
    }), { seed: 10, numRuns: 300 })
  })
})

describe('filters', () => {
  it('act together, and an empty one keeps everything', () => {
    const facts = aCity()
    const table = tableFor({ ...facts, units: facts.units.map((unit) => (unit.code === '320901001002' ? { ...unit, urbanScope: false, types: [{ type: 'new', validFrom: '2017-01-01', validTo: null, reason: '新建' }] } : unit)) })
    const count = (filter: Partial<typeof NO_FILTER>) => rowsOf(table).filter(gridFilter(table, { ...NO_FILTER, ...filter })).length
    expect(count({})).toBe(36)
    expect(count({ types: ['new'] })).toBe(5)
    expect(count({ scope: 'urban' })).toBe(31)
    expect(count({ scope: 'urban', types: ['new'] })).toBe(0)
    expect(count({ within: '320901001', types: ['ordinary'] })).toBe(4)
    expect(count({ within: '999999' })).toBe(0)
    expect(gapClasses.reduce((sum, gap) => sum + count({ gaps: [gap] }), 0)).toBe(36)
  })
})

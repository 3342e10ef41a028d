import { describe, expect, it } from 'vitest'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { classifyGaps, flagOverloadedGrids } from '#shared/coverage/gaps/classify-gaps.ts'
import { gapClasses } from '#shared/contract/coverage/coverage-enums.ts'
import { toStandardReasons } from '#shared/coverage/standard-compliance.ts'
import { computeMetricColumns } from '#shared/coverage/aggregate/sum-metric.ts'
import { itemAt, numberAt } from '#shared/geometry/at.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildTestTable, getMetric, listRows, sumTestMetric } from '../helpers/coverage/build-test-table.ts'

describe('coverage classes', () => {
  it('combine branch presence and service within the time limit', () => {
    const facts = aCity()
    const table = buildTestTable(facts, { minutes: 60, speed: 200 })
    const classes = Array.from(classifyGaps(table), (index) => gapClasses[index])
    const limit = 60 * 200
    facts.grids.forEach((grid, i) => {
      const served = numberAt(table.reach.metres, i) <= limit
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
      const table = buildTestTable(facts, query, settings)
      const circles = computeMetricColumns(getMetric('reach-class'), table).values
      listRows(table).forEach((grid) => {
        const minutes = numberAt(table.reach.metres, grid) / table.options.speed
        expect(circles[grid]).toBe(ends.filter((end) => minutes > end).length)
      })
    }
    // a wider catchment with less loss by distance: nobody has less within reach
    const accessWithin = (circles: string) => buildTestTable(facts, { circles }).reach.enhanced
    const far = accessWithin('20-40-60')
    expect(Array.from(accessWithin('1-2-3')).some((value, grid) => value < numberAt(far, grid))).toBe(true)
  })

  it('flag grids whose premises serve more households than their capacity', () => {
    const facts = aCity()
    const all = facts.grids.reduce((sum, grid) => sum + grid.households, 0)
    const one = { ...itemAt(facts.premises, 0), capacityHouseholds: all }
    expect(
      flagOverloadedGrids(buildTestTable({ ...facts, premises: [one] }, { minutes: 60, speed: 200 })),
    ).not.toContain(1)
    const short = buildTestTable(
      { ...facts, premises: [{ ...one, capacityHouseholds: all - 1 }] },
      { minutes: 60, speed: 200 },
    )
    expect(short.places.load[0]).toBe(all)
    expect(sumTestMetric('overloaded-share', short).value).toBe(1)
    const unknown = buildTestTable(
      { ...facts, premises: [{ ...one, capacityHouseholds: null, areaM2: null }] },
      { minutes: 60, speed: 200 },
    )
    expect(sumTestMetric('overloaded-share', unknown).value).toBe(0)
  })
})

describe('the compliance check', () => {
  const reasonsAt = ({ failings }: { failings: ArrayLike<number> }, i: number) =>
    toStandardReasons(numberAt(failings, i))

  it('reports every reason', () => {
    const facts = aCity()
    const strict = CitySettings.parse({
      standard: { anyTenure: false },
      coverage: { areaPer100Households: 1000 },
    })
    const place = {
      ...itemAt(facts.premises, 0),
      level: 'street' as const,
      tenure: 'rented' as const,
      areaM2: 420,
    }
    const table = buildTestTable({ ...facts, premises: [place] }, { minutes: 60, speed: 200 }, strict)
    expect(reasonsAt(table.places, 0)).toEqual(['area-short', 'tenure', 'crowded'])
    expect(reasonsAt(table.communities, 0)).toEqual(['area-short', 'tenure', 'crowded'])
    expect(reasonsAt(table.communities, 1)).toEqual(['no-premises'])
    const unknown = buildTestTable({ ...facts, premises: [{ ...place, areaM2: null }] }, {}, strict)
    expect(reasonsAt(unknown.places, 0)).toEqual(['area-unknown', 'tenure'])
    const good = buildTestTable({ ...facts, premises: [{ ...place, level: 'village', areaM2: 200 }] })
    expect(reasonsAt(good.places, 0)).toEqual([])
  })

  it('uses the best of a community’s premises', () => {
    const facts = aCity()
    const bad = { ...itemAt(facts.premises, 0), code: 'S-9', areaM2: 1 }
    const good = { ...itemAt(facts.premises, 0), code: 'S-8', areaM2: 5000 }
    expect(buildTestTable({ ...facts, premises: [bad, good] }).communities.failings[0]).toBe(0)
    expect(
      reasonsAt(buildTestTable({ ...facts, premises: [bad, { ...good, status: 'planned' }] }).communities, 0),
    ).toContain('area-short')
  })

  it('judges the floor area per household of a community’s own rooms by the households of the community', () => {
    const facts = aCity()
    const [code] = facts.units.filter(({ level }) => level === 'community').map((unit) => unit.code)
    const own = facts.grids.filter((grid) => grid.communityCode === code)
    const households = own.reduce((sum, grid) => sum + grid.households, 0)
    // 30 m² per 100 households: exactly enough, in two rooms together, and one square metre less
    const enough = (households / 100) * 30
    const room = { ...itemAt(facts.premises, 0), kind: 'community' as const, level: 'village' as const }
    const reasonsOf = (areas: number[]) => {
      const table = buildTestTable(
        {
          ...facts,
          premises: areas.map((areaM2, i) => ({ ...room, code: `R-${i}`, communityCode: code!, areaM2 })),
        },
        {},
        CitySettings.parse({ standard: { areas: { village: 0 } } }),
      )
      return toStandardReasons(table.communities.failings[table.units.community.codes.indexOf(code!)]!)
    }
    expect(reasonsOf([enough])).toEqual([])
    expect(reasonsOf([enough - 1])).toEqual(['crowded'])
    expect(reasonsOf([enough / 3, (2 * enough) / 3])).toEqual([])
    expect(reasonsOf([enough / 3, (2 * enough) / 3 - 1])).toEqual(['crowded'])
  })
})

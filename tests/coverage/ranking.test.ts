import { describe, expect, it } from 'vitest'
import { createGridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import { compareRankedRows } from '#shared/coverage/aggregate/compare-ranked-rows.ts'
import { computeMetricValues, countFilteredOut } from '#shared/coverage/aggregate/metric-values.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildTestTable, getMetric } from '../helpers/coverage/build-test-table.ts'

const row = (code: string, value: number, households = 1) => ({ code, value, households })

describe('a ranking', () => {
  it.each([
    ['branch-share', ['a', 'c', 'b', 'd', 'e']],
    ['service-metres', ['d', 'c', 'b', 'a', 'e']],
  ])('by %s begins with the worst, ties with most households, and ends without values', (id, order) => {
    const rows = [row('e', NaN, 99), row('b', 0.5, 10), row('a', 0.1), row('d', 0.9), row('c', 0.5, 20)]
    expect(rows.sort((a, b) => compareRankedRows(getMetric(id), a, b)).map(({ code }) => code)).toEqual(order)
  })

  it.each([
    ['work-share', 'lowest'],
    ['service-share', 'lowest'],
    ['standard-share', 'lowest'],
    ['access-2sfca', 'lowest'],
    ['place-area', 'lowest'],
    ['place-load', 'highest'],
    ['overloaded-share', 'highest'],
    ['gap-class', 'highest'],
    ['reach-class', 'highest'],
    ['service-minutes', 'highest'],
  ])('of %s knows the %s values to be the worst', (id, first) => {
    expect(getMetric(id).first).toBe(first)
  })
})

describe('a filter', () => {
  it('leaves out features, which is something else than that they have no value', () => {
    const table = buildTestTable(aCity())
    const { codes } = table.units.community
    const keep = createGridFilter(table, { ...NO_FILTER, within: codes[0]! })
    const values = (level: 'grid' | 'community') =>
      computeMetricValues(getMetric('branch-share'), table, level, { keep }).filter(Number.isNaN)
    expect(countFilteredOut(table, 'community', keep)).toBe(codes.length - 1)
    expect(values('community')).toHaveLength(codes.length - 1)
    expect(countFilteredOut(table, 'grid', keep)).toBe(values('grid').length)
    expect(countFilteredOut(table, 'community', () => true)).toBe(0)
  })

  it('does not leave out units that have no grids', () => {
    const facts = aCity()
    const [empty] = facts.grids.map(({ communityCode }) => communityCode)
    const table = buildTestTable({
      ...facts,
      grids: facts.grids.filter(({ communityCode }) => communityCode !== empty),
    })
    expect(countFilteredOut(table, 'community', () => false)).toBe(table.units.community.count - 1)
  })
})

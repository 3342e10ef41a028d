import { describe, expect, it } from 'vitest'
import { groupGrids } from '#shared/coverage/aggregate/group-grids.ts'
import type { IndicatorData } from '#shared/contract/coverage/indicators.ts'
import { computeIndicatorBreaks } from '#shared/coverage/indicators/indicator-breaks.ts'
import { createIndicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import { buildMetricRamp } from '#shared/coverage/metrics/metric.ts'
import { computeMetricColumns, sumMetric } from '#shared/coverage/aggregate/sum-metric.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildTestTable, listRows } from '../helpers/coverage/build-test-table.ts'

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
    table: ReturnType<typeof buildTestTable>,
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
    table: ReturnType<typeof buildTestTable>,
    form: IndicatorData,
    rows: readonly number[],
    year = 2018,
  ) => {
    const shown = createIndicatorMetric(form, year)
    return sumMetric(shown, computeMetricColumns(shown, table), table, rows)
  }

  it('count each community once, whatever the number of its selected grids, and skip missing values', () => {
    const table = buildTestTable(aCity())
    const form = formOf(table, [1, 2, 3, 4, 5, 6, 7, null])
    expect(sumIn(table, form, listRows(table))).toMatchObject({ value: 28, grids: 31 })
    expect(sumIn(table, form, listRows(table), 2017).value).toBe(14)
    const firstOfEach = groupGrids(table, 'community').map((rows) => itemAt(rows, 0))
    expect(sumIn(table, form, firstOfEach).value).toBe(28)
    expect(groupGrids(table, 'street').map((rows) => sumIn(table, form, rows).value)).toEqual([3, 7, 11, 7])
    expect(sumIn(table, form, itemAt(groupGrids(table, 'community'), 7)).value).toBeNaN()
    expect(sumIn(table, form, listRows(table), 1999).value).toBeNaN()
  })

  it('weight means by households like any other metric', () => {
    const facts = aCity()
    const table = buildTestTable(facts)
    const communities = groupGrids(table, 'community')
    const [first, second] = [itemAt(communities, 0), itemAt(communities, 1)]
    const households = (rows: readonly number[]) =>
      rows.reduce((sum, grid) => sum + itemAt(facts.grids, grid).households, 0)
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
    const shown = createIndicatorMetric(formOf(buildTestTable(aCity()), []), 2018)
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

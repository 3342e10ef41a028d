// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { buildMetricRamp } from '#shared/coverage/metrics/metric.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { getFormatters } from '../../../web/lib/formatters.ts'
import { buildLegendRows } from '../../../web/lib/legend-rows.ts'
import { getMetric } from '../../helpers/coverage/build-test-table.ts'

const rows = (id: string, values: (number | null)[], filteredOut: number) =>
  buildLegendRows(
    {
      metric: getMetric(id),
      ramp: buildMetricRamp(getMetric(id), THEMES.day),
      level: 'grid',
      values,
      filteredOut,
    },
    getFormatters('en'),
    (key) => key,
  )

describe('the rows of a legend', () => {
  it.each([
    ['service-metres', 'unreached'],
    ['branch-share', 'noData'],
  ])('of %s tell features without a value from those that are filtered out', (id, without) => {
    const all = rows(id, [1, 0, null, null, null], 2)
    expect(all.slice(-2).map(({ text, count }) => [text, count])).toEqual([
      [`explore.legend.${without}`, 1],
      ['explore.legend.filteredOut', 2],
    ])
    expect(all.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(5)
    expect(rows(id, [1, null], 1).at(-1)).toMatchObject({ text: 'explore.legend.filteredOut', count: 1 })
    expect(rows(id, [1, null], 1).some(({ text }) => text === `explore.legend.${without}`)).toBe(false)
  })
})

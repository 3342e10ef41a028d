import { numberAt } from '../../geometry/at.ts'
import type { IndicatorData } from '../../contract/coverage/indicators.ts'
import type { CoverageTable } from '../table/coverage-table.ts'
import type { Metric } from '../metrics/metric.ts'
import { toIndicatorMetricId } from './indicator-metric-id.ts'

/** Increment when the same values give other results. */
const VERSION = 1
const PALETTES = ['blue', 'green', 'purple'] as const

/**
 * Creates the metric of one item of the community data form in one year; every grid has the value of its
 * community.
 */
export function createIndicatorMetric(
  { item, communities, years, breaks }: IndicatorData,
  year: number,
): Metric {
  const values = years.find((each) => each.year === year)?.values ?? []
  const byId = new Map(communities.map((id, row) => [id, values[row] ?? NaN]))
  return {
    id: toIndicatorMetricId(item.code),
    version: VERSION,
    format: 'decimal',
    palette: PALETTES[(item.category - 1) % PALETTES.length] ?? 'blue',
    first: 'highest',
    breaks: breaks.community,
    breaksOf: breaks,
    needsReach: false,
    sum: 'community',
    total: item.aggregate === 'sum',
    weight: 'households',
    ofGrids({ grids, units }: CoverageTable) {
      const { ids } = units.community
      return Float64Array.from({ length: grids.count }, (_, grid) =>
        numberAt(grids.community, grid) < 0
          ? NaN
          : (byId.get(numberAt(ids, numberAt(grids.community, grid))) ?? NaN),
      )
    },
  }
}

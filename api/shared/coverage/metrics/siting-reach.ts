import { float64At, numberAt } from '../../geometry/at.ts'
import type { Metric } from './metric.ts'
import { listReachLimits } from '../table/coverage-table.ts'

export const sitingClasses = ['before', 'newly', 'beyond', 'site', 'crowded'] as const

/** Reach with planned sites: reached today, newly reached, not reached, location of a site, premises full. */
export const sitingReach: Metric = {
  id: 'siting-reach',
  version: 3,
  format: 'class',
  palette: 'siting',
  first: 'highest',
  classes: sitingClasses,
  needsReach: true,
  sum: 'class',
  weight: 'households',
  ofGrids: (table) => {
    const { grids, reach, planned } = table
    const limits = listReachLimits(table)
    return Uint8Array.from({ length: grids.count }, (_, grid) => {
      const mark = planned?.[grid] ?? 0
      const isReached = numberAt(reach.metres, grid) <= float64At(limits, grid)
      return mark === 3 ? 4 : mark === 2 ? 3 : mark === 1 ? 1 : isReached ? 0 : 2
    })
  },
}

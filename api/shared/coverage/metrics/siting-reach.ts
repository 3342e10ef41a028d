import { numberAt } from '../../geometry/at.ts'
import type { Metric } from './metric.ts'
import { computeReachLimitMetres } from '../table/coverage-table.ts'

export const sitingClasses = ['before', 'newly', 'beyond', 'site', 'crowded'] as const

/** Reach with planned sites: reached today, newly reached, not reached, location of a site, premises full. */
export const sitingReach: Metric = {
  id: 'siting-reach',
  version: 2,
  format: 'class',
  palette: 'siting',
  first: 'highest',
  classes: sitingClasses,
  needsReach: true,
  sum: 'class',
  weight: 'households',
  ofGrids: ({ grids, reach, options, planned }) => {
    const limit = computeReachLimitMetres(options)
    return Uint8Array.from({ length: grids.count }, (_, grid) => {
      const mark = planned?.[grid] ?? 0
      return mark === 3 ? 4 : mark === 2 ? 3 : mark === 1 ? 1 : numberAt(reach.metres, grid) <= limit ? 0 : 2
    })
  },
}

import type { Metric } from '../metric.ts'
import { perUnit, ratio } from '../per-unit.ts'

/** Organisation coverage: grids that have a branch (网格党支部), of all grids. */
export const branchShare: Metric = {
  id: 'branch-share',
  format: 'share',
  palette: 'good',
  breaks: [0.7, 0.85, 0.9, 0.95],
  yesNoOfGrid: true,
  values: (city, level) => perUnit(city, level, (figures) => ratio(figures.branches, figures.grids)),
}

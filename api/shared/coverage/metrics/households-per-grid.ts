import type { Metric } from '../metric.ts'
import { perUnit, ratio } from '../per-unit.ts'

/** Load of a grid; the breaks are the edges of the usual band of 300–500 households. */
export const householdsPerGrid: Metric = {
  id: 'households-per-grid',
  format: 'number',
  palette: 'blue',
  breaks: [100, 200, 300, 500],
  values: (city, level) => perUnit(city, level, (figures) => ratio(figures.households, figures.grids)),
}

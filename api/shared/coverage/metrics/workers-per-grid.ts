import type { Metric } from '../metric.ts'
import { perUnit, ratio } from '../per-unit.ts'

/** Full-time and part-time grid workers of a grid; below one somebody is missing. */
export const workersPerGrid: Metric = {
  id: 'workers-per-grid',
  format: 'decimal',
  palette: 'green',
  breaks: [1, 1.2, 1.5, 2],
  values: (city, level) => perUnit(city, level, (figures) => ratio(figures.fullTimeWorkers + figures.partTimeWorkers, figures.grids)),
}

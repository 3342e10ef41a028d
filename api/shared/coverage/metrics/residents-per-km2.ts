import type { Metric } from '../metric.ts'
import { perUnit, ratio } from '../per-unit.ts'

export const residentsPerKm2: Metric = {
  id: 'residents-per-km2',
  format: 'number',
  palette: 'purple',
  breaks: [200, 500, 1500, 5000],
  values: (city, level) => perUnit(city, level, (figures) => ratio(figures.residents, figures.areaM2 / 1e6)),
}

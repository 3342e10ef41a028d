import type { Metric } from './metric.ts'

export const residentsPerKm2: Metric = {
  id: 'residents-per-km2',
  version: 2,
  format: 'number',
  palette: 'purple',
  first: 'highest',
  breaks: [200, 500, 1500, 5000],
  needsReach: false,
  sum: 'ratio',
  numerator: ({ grids }) => grids.residents,
  denominator: ({ grids }) => Float64Array.from(grids.areaM2, (area) => area / 1e6),
}

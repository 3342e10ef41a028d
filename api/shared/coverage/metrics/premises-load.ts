import type { Metric } from './metric.ts'
import { type CoverageTable, computeReachLimitMetres } from '../table/coverage-table.ts'

/** Households that share the place which reaches a grid. */
export const premisesLoad: Metric = {
  id: 'place-load',
  version: 1,
  format: 'number',
  palette: 'purple',
  breaks: [500, 1000, 2000, 3000],
  needsReach: true,
  sum: 'mean',
  weight: 'households',
  ofGrids: (table) => atPlace(table, (place) => table.places.load[place]),
}

/** Floor area of that place for each hundred of the households it serves; 30 m² is the province's target. */
export const premisesArea: Metric = {
  id: 'place-area',
  version: 1,
  format: 'decimal',
  palette: 'good',
  breaks: [10, 20, 30, 60],
  needsReach: true,
  sum: 'mean',
  weight: 'households',
  ofGrids: (table) =>
    atPlace(table, (place) => {
      const hundreds = table.places.load[place] / 100
      return hundreds === 0 ? NaN : table.places.areaM2[place] / hundreds
    }),
}

/** A figure of the place that reaches a grid in time; NaN where none does. */
function atPlace({ reach, options, grids }: CoverageTable, figure: (place: number) => number): Float64Array {
  const limit = computeReachLimitMetres(options)
  return Float64Array.from({ length: grids.count }, (_, grid) =>
    reach.metres[grid] <= limit ? figure(reach.nearest[grid]) : NaN,
  )
}

import { float64At, numberAt } from '../../geometry/at.ts'
import type { Metric } from './metric.ts'
import { type CoverageTable, listReachLimits } from '../table/coverage-table.ts'

/** Households that share the premises nearest to a grid. */
export const premisesLoad: Metric = {
  id: 'place-load',
  version: 2,
  format: 'number',
  palette: 'purple',
  first: 'highest',
  breaks: [500, 1000, 2000, 3000],
  needsReach: true,
  sum: 'mean',
  weight: 'households',
  ofGrids: (table) => atPlace(table, (place) => float64At(table.places.load, place)),
}

/** Floor area of those premises per 100 households served; the target of the province is 30 m². */
export const premisesArea: Metric = {
  id: 'place-area',
  version: 2,
  format: 'decimal',
  palette: 'good',
  first: 'lowest',
  breaks: [10, 20, 30, 60],
  needsReach: true,
  sum: 'mean',
  weight: 'households',
  ofGrids: (table) =>
    atPlace(table, (place) => {
      const hundreds = float64At(table.places.load, place) / 100
      return hundreds === 0 ? NaN : numberAt(table.places.areaM2, place) / hundreds
    }),
}

/** Returns a figure of the nearest premises of each grid; NaN if they are out of reach, or planned and without a row. */
function atPlace(table: CoverageTable, figure: (place: number) => number): Float64Array {
  const { reach, grids, places } = table
  const limits = listReachLimits(table)
  return Float64Array.from({ length: grids.count }, (_, grid) => {
    const place = numberAt(reach.nearest, grid)
    return numberAt(reach.metres, grid) <= float64At(limits, grid) && place >= 0 && place < places.count
      ? figure(place)
      : NaN
  })
}

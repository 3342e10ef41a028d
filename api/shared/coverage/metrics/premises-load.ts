import { float64At, numberAt } from '../../geometry/at.ts'
import type { Metric } from './metric.ts'
import { computeByPoint, type CoverageTable, listPointLimits } from '../table/coverage-table.ts'

/** Households that share the nearest premises. */
export const premisesLoad: Metric = {
  id: 'place-load',
  version: 3,
  format: 'number',
  palette: 'purple',
  first: 'highest',
  breaks: [500, 1000, 2000, 3000],
  needsReach: true,
  sum: 'mean',
  weight: 'households',
  ofPoints: (table) => atPlace(table, (place) => float64At(table.places.load, place)),
}

/** Floor area of those premises per 100 households served; the target of the province is 30 m². */
export const premisesArea: Metric = {
  id: 'place-area',
  version: 3,
  format: 'decimal',
  palette: 'good',
  first: 'lowest',
  breaks: [10, 20, 30, 60],
  needsReach: true,
  sum: 'mean',
  weight: 'households',
  ofPoints: (table) =>
    atPlace(table, (place) => {
      const hundreds = float64At(table.places.load, place) / 100
      return hundreds === 0 ? NaN : numberAt(table.places.areaM2, place) / hundreds
    }),
}

/** Returns a figure of the nearest premises of each point; NaN if they are out of reach, or planned and without a row. */
function atPlace(table: CoverageTable, figure: (place: number) => number): Float64Array {
  const { points, places } = table
  const limits = listPointLimits(table)
  return computeByPoint(table, (point) => {
    const place = numberAt(points.nearest, point)
    return numberAt(points.metres, point) <= float64At(limits, point) && place >= 0 && place < places.count
      ? figure(place)
      : NaN
  })
}

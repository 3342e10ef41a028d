import type { Metric } from './metric.ts'
import { numberAt } from '../../geometry/at.ts'
import { computeByPoint, type CoverageTable } from '../table/coverage-table.ts'

/**
 * Walked metres to the nearest premises, station and centre; for a grid or unit the median weighted by households. A
 * point that reaches nothing is the farthest: Infinity.
 */
export const [serviceMetres, stationMetres, centerMetres] = [
  distance('service-metres', ({ points }) => points.metres),
  distance('station-metres', ({ points }) => points.stationMetres),
  distance('center-metres', ({ points }) => points.centerMetres),
]

function distance(id: string, ofPoints: (table: CoverageTable) => Float64Array): Metric {
  return {
    id,
    version: 3,
    format: 'metres',
    palette: 'near',
    first: 'highest',
    breaks: [300, 600, 1000, 3000],
    needsReach: true,
    sum: 'median',
    weight: 'households',
    ofPoints: (table) => {
      const metres = ofPoints(table)
      return computeByPoint(table, (point) => farthestIfUnreached(numberAt(metres, point)))
    },
  }
}

/** A point that reaches nothing has no distance, but is farther than all that have one. */
export const farthestIfUnreached = (metres: number): number => (Number.isNaN(metres) ? Infinity : metres)

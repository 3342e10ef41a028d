import type { Metric } from './metric.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/**
 * Walked metres to the nearest premises, station and centre; for a unit the median weighted by households. A
 * grid that reaches nothing is the farthest: Infinity.
 */
export const [serviceMetres, stationMetres, centerMetres] = [
  distance('service-metres', ({ reach }) => reach.metres),
  distance('station-metres', ({ reach }) => reach.stationMetres),
  distance('center-metres', ({ reach }) => reach.centerMetres),
]

function distance(id: string, ofGrids: (table: CoverageTable) => ArrayLike<number>): Metric {
  return {
    id,
    version: 2,
    format: 'metres',
    palette: 'near',
    first: 'highest',
    breaks: [300, 600, 1000, 3000],
    needsReach: true,
    sum: 'median',
    weight: 'households',
    ofGrids: (table) => Float64Array.from(ofGrids(table), farthestIfUnreached),
  }
}

/** A grid that reaches nothing has no distance, but is farther than all that have one. */
export const farthestIfUnreached = (metres: number): number => (Number.isNaN(metres) ? Infinity : metres)

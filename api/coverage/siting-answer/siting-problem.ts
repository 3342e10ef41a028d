import type { Catchments } from '#shared/coverage/reach/distance-matrix.ts'
import type { CapacitatedMclpProblem } from '#shared/coverage/siting/capacitated-mclp-problem.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'

/** A possible site. `capacity`: households; null: its list contains none. */
export interface Candidate {
  code: string
  name: string
  x: number
  y: number
  capacity: number | null
}

/** Input of one siting query: households by demand point, the current reach, and what each candidate would reach. */
export interface SitingProblem {
  table: SitingTable
  candidates: Candidate[]
  leftOut: number
  duplicates: number
  catchments: Catchments
  /** Households at the points in the query's area, 0 elsewhere. */
  people: Float64Array
  /** Those that are not reached yet; with capacity limits also those whose premises are full. */
  demand: Float64Array
  /** Metres to the nearest existing premises, at most the longest distance that counts. */
  now: Float64Array
  /** With capacity limits: existing premises, then candidates; null: without limits. */
  serve: CapacitatedMclpProblem | null
}

/** The columns of a coverage table that an answer needs: they cross to the compute worker. */
export interface SitingTable {
  options: CoverageTable['options']
  grids: Pick<CoverageTable['grids'], 'count' | 'ids' | 'community'>
  communities: Pick<CoverageTable['communities'], 'type' | 'rural'>
  points: Pick<CoverageTable['points'], 'count' | 'start' | 'metres'>
}

export function toSitingTable({ options, grids, communities, points }: CoverageTable): SitingTable {
  // copies: a column can be a part of a much larger array, all of which would cross
  return {
    options,
    grids: {
      count: grids.count,
      ids: Float64Array.from(grids.ids),
      community: Int32Array.from(grids.community),
    },
    communities: {
      type: Int32Array.from(communities.type),
      rural: Uint8Array.from(communities.rural),
    },
    points: {
      count: points.count,
      start: Uint32Array.from(points.start),
      metres: Float64Array.from(points.metres),
    },
  }
}

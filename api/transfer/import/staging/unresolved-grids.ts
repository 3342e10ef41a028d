import type { RowFields } from '../rows/merge-row.ts'

/** Grids of a file that do not tile their communities: what a draft of their street begins with. Shapes are TWKB in hex. */
export interface UnresolvedGrids {
  street: string
  communities: string[]
  grids: (RowFields & { code: string; communityCode: string; geometry: string })[]
  /** Grids and units around them that were given the same vertices. */
  around: { code: string; geometry: string }[]
  /** Codes of grids that are not in the file. */
  retire: string[]
  lineage: { predecessor: string; successor: string }[]
}

import type { CellId } from '../geometry/cell-set.ts'
import type { Line, MultiPolygon, Point } from '../geometry/lattice.ts'

/**
 * What a border may follow, the best first. `compound`: between two compounds, or between one and other land; `inside`:
 * through a compound; `wall`: between two buildings that touch; `straight`: a line across the bearing that was asked for.
 */
export const borderKinds = [
  'water',
  'main',
  'street',
  'lane',
  'today',
  'straight',
  'compound',
  'gap',
  'inside',
  'wall',
] as const
export type BorderKind = (typeof borderKinds)[number]
/** Kinds of lines that are drawn on the map; `today`: a border of the grids that are divided. */
export type LineKind = 'water' | 'main' | 'street' | 'lane' | 'today' | 'straight'

export interface DivisionLine {
  kind: LineKind
  points: Line
}

export interface DivisionBuilding {
  households: number
  /** Empty for a building that is only a point. */
  footprint: MultiPolygon
  /** The point that decides in which grid the building lies, lattice units. */
  place: Point
  /** Name of its compound (小区); null: it stands alone. */
  compound: string | null
}

/** Land to be divided anew, with everything that borders look at. Coordinates are lattice units. */
export interface DivisionInput {
  /** The grids of today that are divided; together they are the land. */
  grids: readonly { id: CellId; shape: MultiPolygon }[]
  buildings: readonly DivisionBuilding[]
  lines: readonly DivisionLine[]
  /** Number of grids to make. */
  count: number
  /** Deviation from the mean number of households that is accepted, 0–1. */
  tolerance: number
  /** Compounds stay whole unless they are heavier than the band. */
  keepsCompounds: boolean
  /** Share of households that may change their grid, 0–1; where it is left out, any. */
  mostChange?: number
  /** Places from which borders keep this many metres, unless the households there are more than a grid may have. */
  premises?: readonly Point[]
  premisesM?: number
  /** Degrees clockwise from north in which strips follow one another; borders run across. Only for that style. */
  bearing?: number
  /** The same seed and input give the same vertices. */
  seed: number
}

/** What one proposal may take in; more is rejected before any work. */
export const DIVISION_LIMITS = { buildings: 6000, linePoints: 60_000, count: 200, cells: 6000 } as const

export const divisionReasons = [
  'no_land',
  'too_many_buildings',
  'too_many_lines',
  'too_many_grids',
  'one_grid',
  'too_few_cells',
  'not_possible',
] as const
/** Why no proposal can be made at all. A proposal that misses the band is one, and says so. */
export type DivisionReason = (typeof divisionReasons)[number]

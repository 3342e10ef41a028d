import { numberAt } from '../../geometry/at.ts'
import { computeReachLimits } from '../reach/reach-limits.ts'
import type { CoverageOptions } from '../../contract/coverage/coverage-options.ts'
import type { UnitLevel } from '../../contract/enums.ts'

type Column = ArrayLike<number>

/**
 * Input of all coverage figures: attributes of grids, units and premises, and the reach of the demand points. The
 * server builds it from a snapshot, the page from the answer of the server. Tables refer to each other by
 * row, -1 is none; NaN is unknown.
 */
export interface CoverageTable {
  options: CoverageOptions
  units: Record<UnitLevel, CoverageUnits>
  communities: {
    /** Index in `communityTypes`; -1: unknown. */
    type: Column
    /** 1 in the urban scope. */
    urban: Column
    /** 1 in the country: other limits and other premises apply. */
    rural: Column
    /** Bits of the reasons why it fails the standard; 0: it meets the standard. */
    failings: Column
  }
  /** Rows of the districts that are managing zones: their grids are those of the streets they manage. */
  zones: ReadonlySet<number>
  grids: {
    count: number
    ids: Column
    codes: readonly string[]
    names: readonly string[]
    /** Index in `gridKinds`. */
    kind: Column
    community: Column
    households: Column
    residents: Column
    areaM2: Column
    workers: Column
    /** 1 if it has a branch. */
    branch: Column
  }
  /** Open premises that count as a service. */
  places: {
    count: number
    ids: Column
    codes: readonly string[]
    names: readonly string[]
    /** Index in `premisesKinds`. */
    kind: Column
    community: Column
    capacity: Column
    areaM2: Column
    failings: Column
    xy: Column
    /** For each the first of its group: premises on one point or near each other share their households. */
    cluster: Column
    /** Households at the points that have its group as the nearest within reach, shared by capacity. */
    load: Float64Array
  }
  /**
   * The demand points in the order of their grids, from which distances are measured; those of grid g are
   * `start[g]` to before `start[g + 1]`, at least one.
   */
  points: {
    count: number
    start: Uint32Array
    /** Part of the point in its grid: households of the building; 1 for the point of a grid. */
    weight: Int32Array
    /** Households of the grid at each point: whole numbers, whose sum is that of the grid. */
    households: Int32Array
    /** Row of the nearest premises and walked metres; -1 and NaN: unreachable. */
    nearest: Int32Array
    metres: Float64Array
    stationMetres: Float64Array
    centerMetres: Float64Array
    /** 1: other premises within the limit have room for the households of the grid. */
    relieved: Column
  }
  /** The reach of each grid: half of its households are as near or nearer. */
  reach: GridReach
  /** With planned sites: 1 newly reached grid, 2 location of a site, 3 premises within reach are full. */
  planned?: Uint8Array
}

export interface GridReach {
  /** Of the point in the middle, by distance. */
  nearest: Column
  metres: Column
  stationMetres: Column
  centerMetres: Column
  /** Means of the points. */
  twoStep: Column
  enhanced: Column
}

export interface CoverageUnits {
  count: number
  ids: Column
  codes: readonly string[]
  names: readonly string[]
  namesEn: readonly (string | null)[]
  parent: Column
  manager: Column
}

/** Which grids are in the country. */
interface GridClasses {
  grids: Pick<CoverageTable['grids'], 'count' | 'community'>
  communities: Pick<CoverageTable['communities'], 'rural'>
}

/** Returns 1 for each grid in the country. */
export function listRuralGrids({ grids, communities }: GridClasses): Uint8Array {
  return Uint8Array.from({ length: grids.count }, (_, grid) => {
    const community = numberAt(grids.community, grid)
    return community < 0 ? 0 : numberAt(communities.rural, community)
  })
}

/** Returns for each grid the walked metres within which a service counts as reached. */
export function listReachLimits(table: GridClasses & Pick<CoverageTable, 'options'>): Float64Array {
  return computeReachLimits(table.options, listRuralGrids(table))
}

/** Returns a column of the grids as one of their demand points. */
export function spreadToPoints(
  { points }: { points: Pick<CoverageTable['points'], 'count' | 'start'> },
  ofGrids: Column,
): Float64Array {
  const ofPoints = new Float64Array(points.count)
  for (let grid = 0; grid < ofGrids.length; grid++)
    ofPoints.fill(numberAt(ofGrids, grid), numberAt(points.start, grid), numberAt(points.start, grid + 1))
  return ofPoints
}

/** Computes a value for each demand point: in a loop, because a callback of `from` takes ten times as long. */
export function computeByPoint(
  { points }: { points: Pick<CoverageTable['points'], 'count'> },
  compute: (point: number) => number,
): Float64Array {
  const values = new Float64Array(points.count)
  for (let point = 0; point < values.length; point++) values[point] = compute(point)
  return values
}

/** Returns the walked metres within which each point counts as reached. */
export function listPointLimits(
  table: GridClasses &
    Pick<CoverageTable, 'options'> & { points: Pick<CoverageTable['points'], 'count' | 'start'> },
): Float64Array {
  return spreadToPoints(table, listReachLimits(table))
}

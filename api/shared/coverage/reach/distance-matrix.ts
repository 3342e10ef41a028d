import { uint32At } from '../../geometry/at.ts'

/** Called between the parts of a long calculation; throws when nobody waits for the result any more. */
export type Checkpoint = () => void

/** Points or sites that are computed between two checkpoints: some milliseconds of work. */
export const POINTS_PER_CHECK = 128

/**
 * Walking distances between sites and grids. Numbers are rows of the given lists of points. Metres are walked
 * metres: straight ones times the detour factor, or along the network. Values are computed on demand.
 */
export interface DistanceMatrix {
  /**
   * Returns, for each grid, the nearest site that passes `among` (default: all) and its metres; -1 and NaN if
   * unreachable.
   */
  nearest(among?: (site: number) => boolean): NearestSites
  /** Returns all grids within `metres` of each site. */
  within(metres: number): Catchments
}

export interface NearestSites {
  site: Int32Array
  metres: Float64Array
}

/** Site s reaches `grid[start[s]] … grid[start[s + 1]]`, in ascending order, each at `metres`. */
export interface Catchments {
  start: Uint32Array
  grid: Uint32Array
  metres: Float64Array
}

/** Converts lists by site. */
export function toCatchments(lists: readonly { grid: number; metres: number }[][]): Catchments {
  const start = new Uint32Array(lists.length + 1)
  lists.forEach((list, site) => {
    start[site + 1] = uint32At(start, site) + list.length
  })
  const total = uint32At(start, lists.length)
  const catchments = { start, grid: new Uint32Array(total), metres: new Float64Array(total) }
  lists.forEach((list, site) => {
    list
      .sort((a, b) => a.grid - b.grid)
      .forEach(({ grid, metres }, i) => {
        catchments.grid[uint32At(start, site) + i] = grid
        catchments.metres[uint32At(start, site) + i] = metres
      })
  })
  return catchments
}

/**
 * Walked ways between sites and grids. Numbers are rows of the lists of points that were given; metres are walked
 * metres: straight ones times the detour factor, or along the network.
 */
export interface DistanceMatrix {
  /** For each grid the nearest of the sites that are `among` (all without), and the metres; -1 and NaN where there is none. */
  nearest(among?: (site: number) => boolean): NearestSites
  /** All grids within `metres` of each site. */
  within(metres: number): Catchments
}

export interface NearestSites {
  site: Int32Array
  metres: Float64Array
}

/** Site s reaches `grid[start[s]] … grid[start[s + 1]]`, in the order of their numbers, each at `metres`. */
export interface Catchments {
  start: Uint32Array
  grid: Uint32Array
  metres: Float64Array
}

/** From lists by site. */
export function toCatchments(lists: readonly { grid: number; metres: number }[][]): Catchments {
  const start = new Uint32Array(lists.length + 1)
  lists.forEach((list, site) => {
    start[site + 1] = start[site] + list.length
  })
  const total = start[lists.length]
  const catchments = { start, grid: new Uint32Array(total), metres: new Float64Array(total) }
  lists.forEach((list, site) => {
    list
      .sort((a, b) => a.grid - b.grid)
      .forEach(({ grid, metres }, i) => {
        catchments.grid[start[site] + i] = grid
        catchments.metres[start[site] + i] = metres
      })
  })
  return catchments
}

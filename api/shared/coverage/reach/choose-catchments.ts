import { float64At, uint32At } from '../../geometry/at.ts'
import { type Catchments, toCatchments } from './distance-matrix.ts'

/** Returns the catchments of the given sites, in their order. */
export function chooseCatchments({ start, grid, metres }: Catchments, sites: readonly number[]): Catchments {
  const chosen = {
    start: new Uint32Array(sites.length + 1),
    grid: new Uint32Array(0),
    metres: new Float64Array(0),
  }
  sites.forEach((site, i) => {
    chosen.start[i + 1] = uint32At(chosen.start, i) + uint32At(start, site + 1) - uint32At(start, site)
  })
  chosen.grid = new Uint32Array(uint32At(chosen.start, sites.length))
  chosen.metres = new Float64Array(uint32At(chosen.start, sites.length))
  sites.forEach((site, i) => {
    chosen.grid.set(grid.subarray(start[site], start[site + 1]), chosen.start[i])
    chosen.metres.set(metres.subarray(start[site], start[site + 1]), chosen.start[i])
  })
  return chosen
}

/** Returns the catchments with only the ways that pass: `keep` gets the grid, the site and the metres. */
export function selectCatchments(
  { start, grid, metres }: Catchments,
  keep: (grid: number, site: number, metres: number) => boolean,
): Catchments {
  return toCatchments(
    Array.from({ length: start.length - 1 }, (_, site) => {
      const list: { grid: number; metres: number }[] = []
      for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
        const way = { grid: uint32At(grid, i), metres: float64At(metres, i) }
        if (keep(way.grid, site, way.metres)) list.push(way)
      }
      return list
    }),
  )
}

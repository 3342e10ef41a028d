import { uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

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

import { uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

/** Returns the catchments of the given sites, in their order. */
export function selectCatchments({ start, point, metres }: Catchments, sites: readonly number[]): Catchments {
  const selected = {
    start: new Uint32Array(sites.length + 1),
    point: new Uint32Array(0),
    metres: new Float64Array(0),
  }
  sites.forEach((site, i) => {
    selected.start[i + 1] = uint32At(selected.start, i) + uint32At(start, site + 1) - uint32At(start, site)
  })
  selected.point = new Uint32Array(uint32At(selected.start, sites.length))
  selected.metres = new Float64Array(uint32At(selected.start, sites.length))
  sites.forEach((site, i) => {
    selected.point.set(point.subarray(start[site], start[site + 1]), selected.start[i])
    selected.metres.set(metres.subarray(start[site], start[site + 1]), selected.start[i])
  })
  return selected
}

import type { Frame } from '../create-frame.ts'
import { divideFace } from '../cut/divide-face.ts'
import type { DrawnCommunity } from './draw-communities.ts'
import type { Workshop } from './workshop.ts'

const weighGrids = (people: number) => Math.pow(people, 0.78)

/** Cuts every community into its number of grids; returns their faces, by community. */
export function drawGrids(
  shop: Workshop, frames: readonly Frame[], communities: readonly DrawnCommunity[], counts: readonly number[],
): number[][] {
  return communities.map(({ street, face, east, north }, i) => {
    const frame = frames[street]!
    shop.cache.frame = frame
    // polders lie in strips, long way to the sea
    const stretch = 1 + 0.5 * shop.field.coastal(east, north)
    return divideFace({ ...shop, family: frame.id, weigh: weighGrids, rank: 3, stretch }, face, counts[i]!)
  })
}

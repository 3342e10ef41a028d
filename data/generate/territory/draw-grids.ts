import type { Frame } from '../create-frame.ts'
import { divideFace } from '../cut/divide-face.ts'
import type { DrawnCommunity } from './draw-communities.ts'
import type { Workshop } from './workshop.ts'

/** The density to the power of 3/4: a grid in town holds about twice the people of one in the country. */
function weighGrids(people: number): number {
  const root = Math.sqrt(people)
  return root * Math.sqrt(root)
}

/** Cuts every community into its number of grids; returns their faces, by community. */
export function drawGrids(
  shop: Workshop,
  frames: readonly Frame[],
  communities: readonly DrawnCommunity[],
  counts: readonly number[],
): number[][] {
  return communities.map(({ street, face, east, north }, i) => {
    const frame = frames[street]!
    shop.cache.frame = frame
    // polders lie in strips, long way to the sea
    const stretch = 1 + 0.5 * shop.field.coastal(east, north)
    return divideFace({ ...shop, family: frame.id, weigh: weighGrids, rank: 3, stretch }, face, counts[i]!)
  })
}

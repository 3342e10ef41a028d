import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import { partitionFace } from '../partition/partition-face.ts'
import type { CommunityFace } from './partition-into-communities.ts'
import type { GeneratorContext } from '../generator-context.ts'

/** The density to the power of 3/4: a grid in town holds about twice the people of one in the country. */
function weighGrids(people: number): number {
  const root = Math.sqrt(people)
  return root * Math.sqrt(root)
}

/** Cuts every community into its number of grids; returns their faces, by community. */
export function partitionIntoGrids(
  shop: GeneratorContext,
  frames: readonly CurvilinearFrame[],
  communities: readonly CommunityFace[],
  counts: readonly number[],
): number[][] {
  return communities.map(({ street, face, east, north }, i) => {
    const frame = frames[street]!
    shop.cache.frame = frame
    // polders lie in strips, long way to the sea
    const stretch = 1 + 0.5 * shop.field.coastal(east, north)
    return partitionFace({ ...shop, family: frame.id, weigh: weighGrids, rank: 3, stretch }, face, counts[i]!)
  })
}

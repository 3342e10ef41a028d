import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { CommunityFace } from './partition-into-communities.ts'
import type { GeneratorContext } from '../generator-context.ts'

/** A grid before it has a code: what it is besides a piece of its community. */
export interface TilingGrid {
  community: number
  special: 'lake' | 'enclave' | null
}

export interface TilingCommunity extends CommunityFace {
  urban: boolean
}

/** The whole tiling, before anything has a name: every face of the mesh belongs to a grid, every grid to a community. */
export interface CityTiling {
  shop: GeneratorContext
  /** By street of the plan. */
  frames: readonly CurvilinearFrame[]
  communities: TilingCommunity[]
  grids: TilingGrid[]
  /** The grid of every face. */
  owner: number[]
  /** Faces that are lakes, with the plan's index. */
  lakes: { face: number; lake: number }[]
  /** Islands in lakes and off the coast. */
  islands: number[]
  shoals: number[]
}

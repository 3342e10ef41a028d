import type { Frame } from '../create-frame.ts'
import type { DrawnCommunity } from './draw-communities.ts'
import type { Workshop } from './workshop.ts'

/** A grid before it has a code: what it is besides a piece of its community. */
export interface DrawnGrid {
  community: number
  special: 'lake' | 'enclave' | null
}

export interface TerritoryCommunity extends DrawnCommunity {
  urban: boolean
}

/** The whole tiling, before anything has a name: every face of the mesh belongs to a grid, every grid to a community. */
export interface Territory {
  shop: Workshop
  /** By street of the plan. */
  frames: readonly Frame[]
  communities: TerritoryCommunity[]
  grids: DrawnGrid[]
  /** The grid of every face. */
  owner: number[]
  /** Faces that are lakes, with the plan's index. */
  lakes: { face: number; lake: number }[]
  /** Islands in lakes and off the coast. */
  islands: number[]
  shoals: number[]
}

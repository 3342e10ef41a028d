import type { CoverageOptions, NetworkSummary } from '#shared/contract/coverage/coverage.ts'
import type { NetworkInput } from '#shared/coverage/network/build-pedestrian-network.ts'
import type { Reach, ReachInput } from '#shared/coverage/reach/measure-reach.ts'
import type { Catchments } from '#shared/coverage/reach/distance-matrix.ts'

/** Tasks of the compute worker. A network is sent first; later tasks refer to it by its key. */
export type ComputeTask =
  | { kind: 'network'; key: string; input: NetworkInput }
  | {
      kind: 'catchments'
      grids: Int32Array
      sites: Int32Array
      metres: number
      detour: number
      network: string | null
    }
  /** Metres from each of the points to the nearest site. */
  | { kind: 'surface'; points: Int32Array; sites: Int32Array; detour: number; network: string | null }
  | { kind: 'reach'; input: ReachInput; options: CoverageOptions; network: string | null }

/** Results by kind of task. */
export interface ComputeResults {
  network: NetworkSummary
  reach: Reach
  catchments: Catchments
  surface: Float64Array
}

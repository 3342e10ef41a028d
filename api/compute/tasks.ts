import type { CoverageOptions } from '#shared/contract/coverage.ts'
import type { NetworkInput } from '#shared/coverage/network/build-network.ts'
import type { NetworkFacts } from '#shared/coverage/network/walk-network.ts'
import type { Reach, ReachInput } from '#shared/coverage/reach/measure-reach.ts'

/** What the worker is asked to do. A network is sent once and then named: it outlives the question. */
export type Task =
  | { kind: 'network'; key: string; input: NetworkInput }
  | { kind: 'reach'; input: ReachInput; options: CoverageOptions; network: string | null }

/** What comes back, by kind of task. */
export interface Outcomes {
  network: NetworkFacts
  reach: Reach
}

export interface Question { id: number; task: Task }
export type Reply = { id: number; outcome: Outcomes[Task['kind']] } | { id: number; error: string }

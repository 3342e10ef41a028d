import { buildNetwork } from '#shared/coverage/network/build-network.ts'
import { networkWays } from '#shared/coverage/network/network-ways.ts'
import type { WalkNetwork } from '#shared/coverage/network/walk-network.ts'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import { type Measured, updateReach } from '#shared/coverage/reach/update-reach.ts'
import type { Ways } from '#shared/coverage/reach/ways.ts'
import { optionsKey } from '#shared/coverage/coverage-options.ts'
import { answerQuestions } from '../answer-questions.ts'
import type { Outcomes, Task } from './tasks.ts'

/** A thread of its own for what takes longer than a request may hold up the others. */

/** Networks by key, the latest last; a city's is some 20 MB. */
const networks = new Map<string, WalkNetwork>()
const MOST_NETWORKS = 2
/** What was measured last, by network and options: after an edit only what has moved is measured again. */
const measured = new Map<string, Measured>()
const MOST_MEASURED = 4

answerQuestions(run)

function run(task: Task): Outcomes[Task['kind']] {
  switch (task.kind) {
    case 'network': {
      const network = networks.get(task.key) ?? buildNetwork(task.input)
      networks.delete(task.key)
      networks.set(task.key, network)
      const oldest = networks.keys().next().value
      if (networks.size > MOST_NETWORKS && oldest !== undefined) networks.delete(oldest)
      return network.facts
    }
    case 'reach': {
      const { input, options } = task
      const key = `${task.network}/${optionsKey(options)}`
      const ways = (grids: Int32Array) => waysOf(task.network, grids, input.sites, options.detour)
      const reach = updateReach(measured.get(key), input, ways, options)
      measured.delete(key)
      measured.set(key, { input, reach })
      const oldest = measured.keys().next().value
      if (measured.size > MOST_MEASURED && oldest !== undefined) measured.delete(oldest)
      return reach
    }
    case 'surface':
      return waysOf(task.network, task.points, task.sites, task.detour).nearest().metres
    case 'catchments':
      return waysOf(task.network, task.grids, task.sites, task.detour).within(task.metres)
  }
}

function waysOf(key: string | null, grids: Int32Array, sites: Int32Array, detour: number): Ways {
  if (key === null) return straightWays(grids, sites, detour)
  const network = networks.get(key)
  if (network === undefined) throw new Error(`the network ${key} has not been sent`)
  return networkWays(network, grids, sites, detour)
}

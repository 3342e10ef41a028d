import { parentPort } from 'node:worker_threads'
import { buildNetwork } from '#shared/coverage/network/build-network.ts'
import { networkWays } from '#shared/coverage/network/network-ways.ts'
import type { WalkNetwork } from '#shared/coverage/network/walk-network.ts'
import { measureReach } from '#shared/coverage/reach/measure-reach.ts'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import type { Outcomes, Question, Reply, Task } from './tasks.ts'

/** A thread of its own for what takes longer than a request may hold up the others. */

/** Networks by key, the latest last; a city's is some 20 MB. */
const networks = new Map<string, WalkNetwork>()
const MOST_NETWORKS = 2

parentPort?.on('message', ({ id, task }: Question) => {
  let reply: Reply
  try {
    reply = { id, outcome: run(task) }
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.stack ?? error.message : String(error) }
  }
  parentPort?.postMessage(reply)
})

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
      const network = task.network === null ? null : networks.get(task.network)
      if (network === undefined) throw new Error(`the network ${task.network} has not been sent`)
      const ways = network === null ? straightWays(input.grids, input.sites, options.detour) : networkWays(network, input.grids, input.sites, options.detour)
      return measureReach(input, ways, options)
    }
  }
}

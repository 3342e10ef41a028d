import { buildPedestrianNetwork } from '#shared/coverage/network/build-pedestrian-network.ts'
import { createNetworkDistances } from '#shared/coverage/network/network-distances.ts'
import type { PedestrianNetwork } from '#shared/coverage/network/pedestrian-network.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { type MeasuredReach, updateReach } from '#shared/coverage/reach/update-reach.ts'
import type { DistanceMatrix } from '#shared/coverage/reach/distance-matrix.ts'
import { toOptionsKey } from '#shared/coverage/coverage-options.ts'
import { LruMap } from '../../runtime/lru-map.ts'
import { serveWorkerRequests } from '../../threads/serve-worker-requests.ts'
import type { ComputeResults, ComputeTask } from './compute-tasks.ts'

/** Worker thread for calculations that would block the event loop of the server. */

/** Networks by key; a city's is some 20 MB. */
const networks = new LruMap<string, PedestrianNetwork>(2)
/** Last result by network and options: after an edit only grids that have moved are measured again. */
const measured = new LruMap<string, MeasuredReach>(4)

serveWorkerRequests(run)

function run(task: ComputeTask): ComputeResults[ComputeTask['kind']] {
  switch (task.kind) {
    case 'network': {
      const network = networks.get(task.key) ?? buildPedestrianNetwork(task.input)
      networks.set(task.key, network)
      return network.facts
    }
    case 'reach': {
      const { input, options } = task
      const key = `${task.network}/${toOptionsKey(options)}`
      const measure = (grids: Int32Array) => createDistances(task.network, grids, input.sites, options.detour)
      const reach = updateReach(measured.get(key), input, measure, options)
      measured.set(key, { input, reach })
      return reach
    }
    case 'surface':
      return createDistances(task.network, task.points, task.sites, task.detour).nearest().metres
    case 'catchments':
      return createDistances(task.network, task.grids, task.sites, task.detour).within(task.metres)
  }
}

function createDistances(
  key: string | null,
  grids: Int32Array,
  sites: Int32Array,
  detour: number,
): DistanceMatrix {
  if (key === null) return createEuclideanDistances(grids, sites, detour)
  const network = networks.get(key)
  if (network === undefined) throw new Error(`the network ${key} has not been sent`)
  return createNetworkDistances(network, grids, sites, detour)
}

import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageOptions, NetworkSummary } from '#shared/contract/coverage/coverage.ts'
import { toNetworkInput } from '#shared/coverage/network/build-pedestrian-network.ts'
import { getPremisesPoints, type Reach, toReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { findServingPremises } from '#shared/coverage/serving-premises.ts'
import type { Catchments } from '#shared/coverage/reach/distance-matrix.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { createWorkerClient } from '../../threads/worker-client.ts'
import type { ComputeResults, ComputeTask } from './compute-tasks.ts'

/** Runs calculations in a worker thread, which starts with the first task. */
export interface ComputeClient {
  reach(city: CitySnapshot, options: CoverageOptions): Promise<Reach>
  /** Grids within so many walked metres of each site (interleaved lattice x, y). */
  catchments(
    city: CitySnapshot,
    options: CoverageOptions,
    sites: Int32Array,
    metres: number,
  ): Promise<Catchments>
  /** Builds the pedestrian network of the city's roads and returns its summary. */
  network(city: CitySnapshot): Promise<NetworkSummary>
  /** Walked metres from each point (interleaved lattice x, y) to the nearest serving premises; NaN: unreachable. */
  surface(city: CitySnapshot, options: CoverageOptions, points: Int32Array): Promise<Float64Array>
  close(): Promise<void>
}

export function createComputeClient(): ComputeClient {
  const worker = createWorkerClient<ComputeTask, ComputeResults[ComputeTask['kind']]>(
    new URL('./compute-worker', import.meta.url),
  )
  // the outcome of a task is of the task's kind
  const call = <K extends ComputeTask['kind']>(task: Extract<ComputeTask, { kind: K }>) =>
    worker.call(task) as Promise<ComputeResults[K]>

  const sendNetwork = async (city: CitySnapshot, { mode }: CoverageOptions): Promise<string | null> => {
    if (mode === 'straight') return null
    const key = networkKey(city)
    // sent with each task: the worker caches the graph, and copying 3 MB takes a few milliseconds
    await call({ kind: 'network', key, input: toNetworkInput(city) })
    return key
  }

  return {
    async reach(city, options) {
      return call({
        kind: 'reach',
        input: toReachInput(city, options),
        options,
        network: await sendNetwork(city, options),
      })
    },
    async catchments(city, options, sites, metres) {
      return call({
        kind: 'catchments',
        grids: getRepresentativePoints(city.grids.mesh.polygons),
        sites,
        metres,
        detour: options.detour,
        network: await sendNetwork(city, options),
      })
    },
    network: (city) => call({ kind: 'network', key: networkKey(city), input: toNetworkInput(city) }),
    async surface(city, options, points) {
      const sites = getPremisesPoints(city, findServingPremises(city, options.serving))
      return call({
        kind: 'surface',
        points,
        sites,
        detour: options.detour,
        network: await sendNetwork(city, options),
      })
    },
    close: () => worker.close(),
  }
}

/** Returns a key of the roads and waters: revisions that do not change them share one network. */
function networkKey({ code, roads, waterLines, waterAreas }: CitySnapshot): string {
  return [
    code,
    ...[roads, waterLines, waterAreas].map(({ ids, mesh }) => `${ids.length}:${checksum(mesh.world)}`),
    checksum(roads.bridge),
    checksum(roads.walkable),
    checksum(waterLines.barrier),
    checksum(waterAreas.barrier),
  ].join('/')
}

/** FNV-1a hash of the numbers. */
function checksum(numbers: ArrayLike<number>): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < numbers.length; i++) hash = Math.imul(hash ^ numbers[i]!, 0x01000193)
  return hash >>> 0
}

import { Worker } from 'node:worker_threads'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { CoverageOptions, NetworkFacts } from '#shared/contract/coverage.ts'
import { networkInput } from '#shared/coverage/network/build-network.ts'
import { placePoints, type Reach, reachInput } from '#shared/coverage/reach/measure-reach.ts'
import { servingPlaces } from '#shared/coverage/serving-places.ts'
import type { Catchments } from '#shared/coverage/reach/ways.ts'
import { gridPoints } from '#shared/coverage/grid-points.ts'
import { workerFile } from '../worker-file.ts'
import type { Outcomes, Reply, Task } from './tasks.ts'

/** Calculations that would hold up other requests, in a thread of their own that is started when it is first needed. */
export interface Compute {
  reach(city: CitySnapshot, options: CoverageOptions): Promise<Reach>
  /** Grids within so many walked metres of each site (interleaved lattice x, y). */
  catchments(city: CitySnapshot, options: CoverageOptions, sites: Int32Array, metres: number): Promise<Catchments>
  /** What was made of the city's roads. */
  network(city: CitySnapshot): Promise<NetworkFacts>
  /** Walked metres from each point (interleaved lattice x, y) to the nearest of the places that serve; NaN: no way. */
  surface(city: CitySnapshot, options: CoverageOptions, points: Int32Array): Promise<Float64Array>
  close(): Promise<void>
}

interface Waiting { resolve: (outcome: Outcomes[Task['kind']]) => void; reject: (error: Error) => void }

export function openCompute(): Compute {
  const waiting = new Map<number, Waiting>()
  let worker: Promise<Worker> | undefined
  let next = 1
  let closed = false

  const start = async (): Promise<Worker> => {
    const started = new Worker(await workerFile(new URL('./compute-worker', import.meta.url)), { execArgv: [] })
    started.unref()
    started.on('message', (reply: Reply) => {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('error' in reply) asked?.reject(new Error(reply.error))
      else asked?.resolve(reply.outcome)
    })
    const end = (error: Error) => {
      worker = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.on('error', end)
    started.on('exit', () => end(new Error('the thread for calculations has ended')))
    return started
  }

  const ask = async <K extends Task['kind']>(task: Extract<Task, { kind: K }>): Promise<Outcomes[K]> => {
    if (closed) throw new Error('the server is closing')
    const running = await (worker ??= start())
    const id = next++
    return new Promise<Outcomes[K]>((resolve, reject) => {
      // the reply to a task is of the task's kind
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      running.postMessage({ id, task })
    })
  }

  const networkOf = async (city: CitySnapshot, { mode }: CoverageOptions): Promise<string | null> => {
    if (mode === 'straight') return null
    const key = networkKey(city)
    // sent each time: the thread keeps the graph it made of it, and copying 3 MB takes a few milliseconds
    await ask({ kind: 'network', key, input: networkInput(city) })
    return key
  }

  return {
    async reach(city, options) {
      return ask({ kind: 'reach', input: reachInput(city, options), options, network: await networkOf(city, options) })
    },
    async catchments(city, options, sites, metres) {
      return ask({ kind: 'catchments', grids: gridPoints(city.grids.mesh.polygons), sites, metres, detour: options.detour, network: await networkOf(city, options) })
    },
    network: (city) => ask({ kind: 'network', key: networkKey(city), input: networkInput(city) }),
    async surface(city, options, points) {
      const sites = placePoints(city, servingPlaces(city, options.serving))
      return ask({ kind: 'surface', points, sites, detour: options.detour, network: await networkOf(city, options) })
    },
    async close() {
      closed = true
      await (await worker?.catch(() => undefined))?.terminate()
    },
  }
}

/** Roads and waters change seldom: revisions that left them alone share one network. */
function networkKey({ code, roads, waterLines, waterAreas }: CitySnapshot): string {
  return [code, ...[roads, waterLines, waterAreas].map(({ ids, mesh }) => `${ids.length}:${checksum(mesh.world)}`), checksum(roads.bridge), checksum(roads.walkable), checksum(waterLines.barrier), checksum(waterAreas.barrier)].join('/')
}

/** FNV-1a over the numbers. */
function checksum(numbers: ArrayLike<number>): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < numbers.length; i++) hash = Math.imul(hash ^ numbers[i]!, 0x01000193)
  return hash >>> 0
}

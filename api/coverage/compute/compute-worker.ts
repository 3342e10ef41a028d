import { createGridFinder, type FindGrid, locatePoints } from '#shared/coverage/gaps/grid-finder.ts'
import { computeDistanceBands } from '#shared/coverage/isochrones/distance-bands.ts'
import { listSamplePoints } from '#shared/coverage/isochrones/sample-raster.ts'
import { computeSignedBorderDistances } from '#shared/coverage/isochrones/signed-border-distance.ts'
import {
  buildPedestrianNetwork,
  type NetworkInput,
} from '#shared/coverage/network/build-pedestrian-network.ts'
import { measureNetworkAccess } from '#shared/coverage/network/network-access.ts'
import { createNetworkDistances } from '#shared/coverage/network/network-distances.ts'
import type { PedestrianNetwork } from '#shared/coverage/network/pedestrian-network.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { type MeasuredReach, updateReach } from '#shared/coverage/reach/update-reach.ts'
import type { Checkpoint, DistanceMatrix } from '#shared/coverage/reach/distance-matrix.ts'
import { toOptionsKey } from '#shared/coverage/coverage-options.ts'
import { isServing } from '#shared/coverage/serving-premises.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import { LruMap } from '../../runtime/lru-map.ts'
import { type CachedInput, findCachedInput } from '../../threads/cached-input.ts'
import { serveWorkerRequests } from '../../threads/serve-worker-requests.ts'
import { answerSiting } from '../siting-answer/answer-siting.ts'
import { openSites } from '../siting-answer/open-sites.ts'
import { planSitingSearch } from '../siting-answer/plan-siting-search.ts'
import type { ComputeResults, ComputeTask } from './compute-tasks.ts'
import { findBuildingsOutside } from './find-buildings-outside.ts'
import { keepMostUseful } from './keep-most-useful.ts'

/** Worker thread for calculations that would block the event loop of the server. */

/** Networks by key; a city's is some 20 MB. */
const networks = new LruMap<string, PedestrianNetwork>(2)
/** Searches for the grid of a point, by revision of the grids. */
const gridFinders = new LruMap<string, FindGrid>(2)
/** Last result by network and options: after an edit only grids that have moved are measured again. */
const measured = new LruMap<string, MeasuredReach>(4)

serveWorkerRequests((task: ComputeTask, _, isStopped) =>
  run(task, () => {
    if (isStopped()) throw new Error('nobody waits for the result')
  }),
)

function run(task: ComputeTask, checkpoint: Checkpoint): ComputeResults[ComputeTask['kind']] | null {
  if (task.kind === 'issues') return findDraftIssues(task.state, task.rules, task.only)
  if (task.kind === 'unserved') return openSites(task.problem, []).left
  if (task.kind === 'siting') return answerSiting(task.problem, task.question, task.choice)
  if (task.kind === 'search') return planSitingSearch(task.problem, task.question)
  if (task.kind === 'buildings' || task.kind === 'locate') {
    const findGrid = findCachedInput(gridFinders, task.grids, createGridFinder)
    if (findGrid === null) return null
    return task.kind === 'buildings'
      ? findBuildingsOutside(task.body, findGrid)
      : locatePoints(task.points, findGrid)
  }
  const network = task.network === null ? undefined : findNetwork(task.network)
  return network === null ? null : runOn(network, task, checkpoint)
}

/** @param network undefined: straight-line distances */
function runOn(
  network: PedestrianNetwork | undefined,
  task: Extract<ComputeTask, { network: unknown }>,
  checkpoint: Checkpoint,
): ComputeResults[ComputeTask['kind']] | null {
  const measure = (points: Int32Array, sites: Int32Array, detour: number): DistanceMatrix =>
    network === undefined
      ? createEuclideanDistances(points, sites, detour, checkpoint)
      : createNetworkDistances(network, points, sites, detour, checkpoint)
  switch (task.kind) {
    case 'network':
      return network === undefined
        ? null
        : {
            ...network.facts,
            ...measureNetworkAccess(network, task.demand, task.grids, task.places, task.detour),
          }
    case 'reach': {
      const { input, options } = task
      const key = `${task.network?.key ?? null}/${toOptionsKey(options)}`
      const updated = updateReach(
        measured.get(key),
        input,
        (points) => measure(points, input.sites, options.detour),
        options,
      )
      measured.set(key, updated)
      return updated.reach
    }
    case 'isochrones': {
      const { raster, areas, limits, sampleMetres } = task
      const { metres } = measure(listSamplePoints(raster), task.sites, task.detour).nearest()
      return computeDistanceBands(
        raster,
        metres,
        computeSignedBorderDistances(raster, areas),
        limits,
        sampleMetres,
        checkpoint,
      )
    }
    case 'catchments':
      return findCatchments(measure(task.points, task.area.sites, task.options.detour), task)
  }
}

/** Ways between demand points and sites of one query: 16 bytes each. */
const MAX_WAYS = 8_000_000

function findCatchments(
  matrix: DistanceMatrix,
  { area: { limits, servedBy }, useful, options }: Extract<ComputeTask, { kind: 'catchments' }>,
): ComputeResults['catchments'] {
  let ways = 0
  try {
    const all = matrix.within(limits, (point, site) => {
      if (servedBy !== undefined && !isServing(options, servedBy.kinds[site]!, servedBy.rural[point] === 1))
        return false
      if (++ways > MAX_WAYS) throw new TooManyWays()
      return true
    })
    return keepMostUseful(all, useful ?? { count: Infinity, demand: new Float64Array() })
  } catch (error) {
    if (error instanceof TooManyWays) return { tooMany: MAX_WAYS }
    throw error
  }
}

class TooManyWays extends Error {}

const findNetwork = (input: CachedInput<NetworkInput>): PedestrianNetwork | null =>
  findCachedInput(networks, input, buildPedestrianNetwork)

import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { DistanceBand } from '#shared/coverage/isochrones/distance-bands.ts'
import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { GridRules } from '#shared/city/find-rule-profile.ts'
import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { MeasuredNetwork } from '#shared/contract/coverage/coverage.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage-options.ts'
import { type NetworkInput, toNetworkInput } from '#shared/coverage/network/build-pedestrian-network.ts'
import {
  getPremisesPoints,
  type Reach,
  type ReachInput,
  toReachInput,
} from '#shared/coverage/reach/measure-reach.ts'
import { countsAllPremises, findServingPremises } from '#shared/coverage/serving-premises.ts'
import { selectDemandPoints, sortPointsByGrid } from '#shared/coverage/demand/demand-points.ts'
import { AppError } from '../../errors.ts'
import type { SitingAnswer, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import type { CapacitatedMclpProblem } from '#shared/coverage/siting/capacitated-mclp-problem.ts'
import type { SitingChoice } from '../siting-answer/answer-siting.ts'
import type { SitingSearch } from '../siting-answer/plan-siting-search.ts'
import type { SitingProblem } from '../siting-answer/siting-problem.ts'
import { type CachedInput, callWithInput } from '../../threads/cached-input.ts'
import { createWorkerClient } from '../../threads/worker-client.ts'
import type {
  BuildingsOutside,
  CatchmentArea,
  ComputeResults,
  ComputeTask,
  NetworkOfTask,
} from './compute-tasks.ts'
import type { ChosenCatchments, UsefulSites } from './keep-most-useful.ts'

/**
 * Runs calculations in a worker thread, which starts with the first task. When the signal of a call aborts, the call
 * rejects with its reason and the worker ends the calculation.
 */
export interface ComputeClient {
  reach(city: CitySnapshot, options: CoverageOptions, signal?: AbortSignal): Promise<Reach>
  /**
   * Demand points within their limits of each site, in the order of the coverage table.
   *
   * @param useful which sites are kept when there are many: they are chosen in the worker, as millions of ways would be
   * copied to this thread; null: all
   * @throws AppError unprocessable when there are too many ways between points and sites
   */
  catchments(
    city: CitySnapshot,
    options: CoverageOptions,
    area: CatchmentArea,
    useful: UsefulSites | null,
    signal?: AbortSignal,
  ): Promise<ChosenCatchments>
  /** Builds the pedestrian network of the city's roads, and returns its summary and how grids and premises get onto it. */
  network(city: CitySnapshot, options: CoverageOptions, signal?: AbortSignal): Promise<MeasuredNetwork>
  /** Areas between two walked distances to the nearest serving premises. */
  isochrones(
    city: CitySnapshot,
    options: CoverageOptions,
    task: Pick<Extract<ComputeTask, { kind: 'isochrones' }>, 'raster' | 'areas' | 'limits' | 'sampleMetres'>,
    signal?: AbortSignal,
  ): Promise<DistanceBand[]>
  /** Parses a list of buildings (JSON) and returns those that lie in no grid. */
  buildingsOutside(city: CitySnapshot, body: Uint8Array, signal?: AbortSignal): Promise<BuildingsOutside>
  /** Returns the row of the grid that each point (interleaved lattice x, y) lies in; -1: none. */
  locateInGrids(city: CitySnapshot, points: Int32Array, signal?: AbortSignal): Promise<Int32Array>
  /** Checks the grids of a draft, or only the given ones, against geometry and rules, errors first. */
  draftIssues(
    state: DraftState,
    rules: GridRules,
    options?: { only?: ReadonlySet<CellId> | undefined; signal?: AbortSignal | undefined },
  ): Promise<Issue[]>
  /** Returns the households of each grid that existing premises with limits leave. */
  unserved(problem: CapacitatedMclpProblem, signal?: AbortSignal): Promise<Float64Array>
  answerSiting(
    problem: SitingProblem,
    question: SitingQuestion,
    choice: SitingChoice,
    signal?: AbortSignal,
  ): Promise<SitingAnswer>
  planSitingSearch(
    problem: SitingProblem,
    question: SitingQuestion,
    signal?: AbortSignal,
  ): Promise<SitingSearch>
  close(): Promise<void>
}

type TaskOf<K extends ComputeTask['kind']> = Extract<ComputeTask, { kind: K }>

export function createComputeClient(): ComputeClient {
  const worker = createWorkerClient<ComputeTask, ComputeResults[ComputeTask['kind']] | null>(
    new URL('./compute-worker', import.meta.url),
    'below-normal',
  )
  // the outcome of a task is of the task's kind
  const callOnce = <K extends ComputeTask['kind']>(task: TaskOf<K>, signal: AbortSignal | undefined) =>
    worker.call(task, signal) as Promise<ComputeResults[K] | null>

  const call = async <K extends ComputeTask['kind']>(
    task: TaskOf<K>,
    signal: AbortSignal | undefined,
  ): Promise<ComputeResults[K]> => {
    const result = await callOnce<K>(task, signal)
    if (result === null) throw new Error('the compute worker has not answered')
    return result
  }

  const callWithNetwork = <K extends ComputeTask['kind']>(
    city: CitySnapshot,
    build: (network: CachedInput<NetworkInput>) => TaskOf<K>,
    signal: AbortSignal | undefined,
  ) =>
    callWithInput(
      getNetworkKey(city),
      () => toNetworkInput(city),
      (network) => callOnce<K>(build(network), signal),
    )

  const callWithGrids = <K extends ComputeTask['kind']>(
    { code, asOf, revision, grids }: CitySnapshot,
    build: (grids: CachedInput<FlatPolygons>) => TaskOf<K>,
    signal: AbortSignal | undefined,
  ) =>
    callWithInput(
      `${formatDatedCityCode({ code, day: asOf })}/${revision}`,
      () => grids.mesh.polygons,
      (input) => callOnce<K>(build(input), signal),
    )

  /** Runs a task that measures distances: in a straight line, or along the network. */
  const measure = <K extends ComputeTask['kind']>(
    city: CitySnapshot,
    { mode }: CoverageOptions,
    build: (network: NetworkOfTask) => TaskOf<K>,
    signal: AbortSignal | undefined,
  ): Promise<ComputeResults[K]> =>
    mode === 'straight' ? call<K>(build(null), signal) : callWithNetwork<K>(city, build, signal)

  return {
    reach(city, options, signal) {
      const input = getReachInput(city, options)
      return measure<'reach'>(
        city,
        options,
        (network) => ({ kind: 'reach', input, options, network }),
        signal,
      )
    },
    async catchments(city, options, area, useful, signal) {
      const { xy, grid } = selectDemandPoints(city, options.measuredFrom)
      const points = arrangePositions(xy, sortPointsByGrid(grid, city.grids.count).order)
      const found = await measure<'catchments'>(
        city,
        options,
        (network) => ({ kind: 'catchments', points, area, useful, options, network }),
        signal,
      )
      if ('tooMany' in found)
        throw new AppError('unprocessable', 'there are too many ways between households and possible sites', {
          reason: 'too_many_ways',
          most: found.tooMany,
        })
      return found
    },
    network(city, options, signal) {
      const { xy, grid, weight } = selectDemandPoints(city, options.measuredFrom)
      const places = getPremisesPoints(city, findServingPremises(city, options))
      const { detour } = options
      return callWithNetwork<'network'>(
        city,
        (network) => ({
          kind: 'network',
          demand: { xy, grid, weight },
          grids: city.grids.count,
          places,
          detour,
          network,
        }),
        signal,
      )
    },
    isochrones(city, options, task, signal) {
      const sites = getPremisesPoints(
        city,
        findServingPremises(city, { ...options, ruralServing: options.serving }),
      )
      const { detour } = options
      return measure<'isochrones'>(
        city,
        options,
        (network) => ({ kind: 'isochrones', ...task, sites, detour, network }),
        signal,
      )
    },
    buildingsOutside: (city, body, signal) =>
      callWithGrids<'buildings'>(city, (grids) => ({ kind: 'buildings', body, grids }), signal),
    locateInGrids: (city, points, signal) =>
      callWithGrids<'locate'>(city, (grids) => ({ kind: 'locate', points, grids }), signal),
    draftIssues: (state, rules, { only, signal } = {}) =>
      call<'issues'>({ kind: 'issues', state, rules, only }, signal),
    unserved: (problem, signal) => call<'unserved'>({ kind: 'unserved', problem }, signal),
    answerSiting: (problem, question, choice, signal) =>
      call<'siting'>({ kind: 'siting', problem, question, choice }, signal),
    planSitingSearch: (problem, question, signal) =>
      call<'search'>({ kind: 'search', problem, question }, signal),
    close: () => worker.close(),
  }
}

/** Inputs of cities in memory, by whether all premises count and by the points: to build one takes some milliseconds. */
const reachInputs = new WeakMap<CitySnapshot, Map<string, ReachInput>>()

function getReachInput(city: CitySnapshot, options: CoverageOptions): ReachInput {
  const inputs = reachInputs.get(city) ?? new Map<string, ReachInput>()
  reachInputs.set(city, inputs)
  const key = `${countsAllPremises(options)}/${options.measuredFrom}`
  const input = inputs.get(key) ?? toReachInput(city, options)
  inputs.set(key, input)
  return input
}

/** Returns positions (interleaved x, y) in another order. */
function arrangePositions(xy: Int32Array, order: Uint32Array): Int32Array {
  const arranged = new Int32Array(2 * order.length)
  order.forEach((point, i) => {
    arranged[2 * i] = xy[2 * point]!
    arranged[2 * i + 1] = xy[2 * point + 1]!
  })
  return arranged
}

/** The keys of the networks of cities in memory: to compute one takes some milliseconds. */
const networkKeys = new WeakMap<CitySnapshot, string>()

function getNetworkKey(city: CitySnapshot): string {
  const known = networkKeys.get(city) ?? computeNetworkKey(city)
  networkKeys.set(city, known)
  return known
}

/** Returns a key of the roads and waters: revisions that do not change them share one network. */
function computeNetworkKey({ code, roads, waterLines, waterAreas }: CitySnapshot): string {
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

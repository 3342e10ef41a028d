import type { GridRules } from '#shared/city/find-rule-profile.ts'
import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { MeasuredNetwork } from '#shared/contract/coverage/coverage.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage-options.ts'
import type { ErrorCode } from '#shared/contract/error-codes.ts'
import type { DistanceBand } from '#shared/coverage/isochrones/distance-bands.ts'
import type { SampleRaster } from '#shared/coverage/isochrones/sample-raster.ts'
import type { NetworkInput } from '#shared/coverage/network/build-pedestrian-network.ts'
import type { DemandPoints } from '#shared/coverage/demand/demand-points.ts'
import type { Reach, ReachInput } from '#shared/coverage/reach/measure-reach.ts'
import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { SitingAnswer, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import type { CapacitatedMclpProblem } from '#shared/coverage/siting/capacitated-mclp-problem.ts'
import type { SitingChoice } from '../siting-answer/answer-siting.ts'
import type { SitingSearch } from '../siting-answer/plan-siting-search.ts'
import type { SitingProblem } from '../siting-answer/siting-problem.ts'
import type { CachedInput } from '../../threads/cached-input.ts'
import type { ChosenCatchments, UsefulSites } from './keep-most-useful.ts'

/** null: straight-line distances. */
export type NetworkOfTask = CachedInput<NetworkInput> | null

/** Tasks of the compute worker. */
export type ComputeTask =
  | {
      kind: 'network'
      demand: Pick<DemandPoints, 'xy' | 'grid' | 'weight'>
      grids: number
      places: Int32Array
      detour: number
      network: CachedInput<NetworkInput>
    }
  | {
      kind: 'catchments'
      /** Interleaved lattice x, y. */
      points: Int32Array
      area: CatchmentArea
      /** null: all sites. */
      useful: UsefulSites | null
      options: CoverageOptions
      network: NetworkOfTask
    }
  | {
      kind: 'isochrones'
      raster: SampleRaster
      /** Polygons that the bands fill. */
      areas: FlatPolygons
      /** Metres at which one band ends and the next begins. */
      limits: number[]
      sampleMetres: number
      sites: Int32Array
      detour: number
      network: NetworkOfTask
    }
  | { kind: 'reach'; input: ReachInput; options: CoverageOptions; network: NetworkOfTask }
  /** `body`: the JSON of a list of buildings, as it was received. */
  | { kind: 'buildings'; body: Uint8Array; grids: CachedInput<FlatPolygons> }
  /** `points`: interleaved lattice x, y. */
  | { kind: 'locate'; points: Int32Array; grids: CachedInput<FlatPolygons> }
  | { kind: 'issues'; state: DraftState; rules: GridRules; only: ReadonlySet<CellId> | undefined }
  | { kind: 'unserved'; problem: CapacitatedMclpProblem }
  | { kind: 'siting'; problem: SitingProblem; question: SitingQuestion; choice: SitingChoice }
  | { kind: 'search'; problem: SitingProblem; question: SitingQuestion }

/** What belongs to catchments. */
export interface CatchmentArea {
  /** Interleaved lattice x, y. */
  sites: Int32Array
  /** Walked metres up to which each demand point counts; below 0: it does not. */
  limits: Float64Array
  /** Sites are premises, some of which serve only the country; absent: they serve everybody. */
  servedBy?: {
    /** Rows of `premisesKinds`. */
    kinds: Uint8Array
    /** 1 for each point in the country. */
    rural: Uint8Array
  }
}

/** `outside`: the JSON of the buildings that lie in no grid. */
export type BuildingsOutside =
  | { total: number; outside: string }
  | { refused: { code: ErrorCode; message: string; details: Record<string, unknown> } }

/** Results by kind of task; null: the worker does not know the kept input. */
export interface ComputeResults {
  network: MeasuredNetwork
  reach: Reach
  catchments: ChosenCatchments | { tooMany: number }
  isochrones: DistanceBand[]
  buildings: BuildingsOutside
  /** Row of the grid that each point lies in; -1: none. */
  locate: Int32Array
  issues: Issue[]
  /** Households of each grid that existing premises leave. */
  unserved: Float64Array
  siting: SitingAnswer
  search: SitingSearch
}

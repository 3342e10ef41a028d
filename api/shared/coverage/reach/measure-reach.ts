import { addTo, float64At, int32At, itemAt, uint8At } from '../../geometry/at.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { readCircleMinutes, type CoverageOptions } from '../../contract/coverage/coverage-options.ts'
import { type PremisesKind, premisesKinds } from '../../contract/enums.ts'
import { createLazyColumns } from '../lazy-columns.ts'
import { clusterSites } from './cluster-sites.ts'
import { findRelief, shareLoads } from './share-loads.ts'
import { findRuralCommunities } from '../rural-communities.ts'
import { findServingPremises, isServing } from '../serving-premises.ts'
import { selectDemandPoints } from '../demand/demand-points.ts'
import { computeReachLimits } from './reach-limits.ts'
import { computeTwoStepFca } from './two-step-fca.ts'
import { computeZones, DECAY_WEIGHTS, LIMIT_WEIGHTS, WITHIN_ROUNDED } from './catchment-zones.ts'
import type { Catchments, NearestSites, DistanceMatrix } from './distance-matrix.ts'

/** Nearest premises of every demand point; -1 and NaN if unreachable. */
export interface Reach {
  /** Row in the list of serving premises. */
  nearest: Int32Array
  /** Walked metres. */
  metres: Float64Array
  stationMetres: Float64Array
  centerMetres: Float64Array
  twoStep: Float64Array
  enhanced: Float64Array
  /** 1: other premises within the limit have room for the households of the point's grid. */
  relieved: Uint8Array
}

/**
 * Returns the capacity of each of the premises in households: the given one, or the one that the floor area
 * allows by the target of the city.
 */
export function computePremisesCapacities(
  { premises, settings }: Pick<CitySnapshot, 'premises' | 'settings'>,
  places: readonly number[],
): Float64Array {
  const per100 = settings.coverage.areaPer100Households
  return Float64Array.from(places, (row) => {
    const given = float64At(premises.capacityHouseholds, row)
    return Number.isNaN(given) && per100 > 0 ? (float64At(premises.areaM2, row) / per100) * 100 : given
  })
}

/** Returns the points of the premises: interleaved lattice x, y. */
export function getPremisesPoints(
  { premises }: Pick<CitySnapshot, 'premises'>,
  places: readonly number[],
): Int32Array {
  return Int32Array.from(places.flatMap((row) => [premises.mesh.xy[2 * row], premises.mesh.xy[2 * row + 1]]))
}

export interface ReachInput {
  /** Interleaved lattice x, y of the demand points and of serving premises. */
  points: Int32Array
  sites: Int32Array
  /** Rows of `premisesKinds`. */
  kind: Uint8Array
  /** 1 for each point in the country. */
  rural: Uint8Array
  capacity: Float64Array
  /** For each of the premises the first of its group: premises on one point or near each other. */
  cluster: Int32Array
  /** Households at each point, and the row of its grid. */
  households: Int32Array
  grid: Int32Array
}

/** Returns 1 for each point in the country. `grid`: row of the grid of each point. */
export function listRuralPoints(
  city: Pick<CitySnapshot, 'grids' | 'settings' | 'units'>,
  grid: Int32Array,
): Uint8Array {
  const ofCommunity = findRuralCommunities(city)
  const rural = new Uint8Array(grid.length)
  for (let point = 0; point < rural.length; point++)
    rural[point] = ofCommunity[int32At(city.grids.community, int32At(grid, point))] ?? 0
  return rural
}

/** Selects the data on which the reach depends; small and transferable to another thread. */
export function toReachInput(city: CitySnapshot, options: CoverageOptions): ReachInput {
  const places = findServingPremises(city, options)
  const sites = getPremisesPoints(city, places)
  const { xy, grid, households } = selectDemandPoints(city, options.measuredFrom)
  return {
    points: xy,
    sites,
    kind: Uint8Array.from(places, (row) => premisesKinds.indexOf(itemAt(city.premises.kinds, row))),
    rural: listRuralPoints(city, grid),
    capacity: computePremisesCapacities(city, places),
    cluster: clusterSites(sites, city.settings.coverage.nearMetres),
    households,
    grid,
  }
}

/** The measured ways of a set of points, from which the reach is computed. */
export interface PointDistances {
  /** In whole decimetres, as those below; ways of catchments are exact. */
  all: NearestSites
  station: NearestSites
  center: NearestSites
  /** Ways to premises that serve the class of the point, up to the limit or the outermost circle. */
  catchments: Catchments
  /** Of each way of the catchments, see `computeZones`. */
  zone: Uint8Array
}

/** Measures the nearest premises, station and centre of every point, and the premises around it. */
export function measureDistances(
  input: ReachInput,
  matrix: DistanceMatrix,
  options: CoverageOptions,
): PointDistances {
  const ofKind = Object.fromEntries(
    premisesKinds.map((kind) => [kind, findNearestOfKind(input, matrix, options, kind)]),
  ) as Record<PremisesKind, NearestSites>
  const catchments = findCatchments(input, matrix, options)
  return {
    all: roundWays(chooseNearest(input, options, ofKind)),
    station: roundWays(ofKind.station),
    center: roundWays(ofKind.center),
    catchments,
    zone: computeZones(catchments, input.rural, options),
  }
}

/** Rounds to the precision of the API, so that page and server compare the same numbers with the same limits. */
function roundWays(ways: NearestSites): NearestSites {
  roundAll(ways.metres, 10)
  return ways
}

/** Computes the reach of every demand point. */
export function measureReach(input: ReachInput, matrix: DistanceMatrix, options: CoverageOptions): Reach {
  return computeReach(input, measureDistances(input, matrix, options), options)
}

/** Returns the nearest premises of one kind; own premises of communities only where they serve. */
function findNearestOfKind(
  { kind, rural }: Pick<ReachInput, 'kind' | 'rural'>,
  matrix: DistanceMatrix,
  options: CoverageOptions,
  wanted: PremisesKind,
): NearestSites {
  const row = premisesKinds.indexOf(wanted)
  return matrix.nearest(
    (site) => kind[site] === row,
    wanted === 'community' ? (point) => isServing(options, row, rural[point] === 1) : undefined,
  )
}

/** Returns, for each point, the nearest of the premises that serve its class; of equals the first. */
function chooseNearest(
  { rural }: Pick<ReachInput, 'rural'>,
  options: CoverageOptions,
  ofKind: Readonly<Record<PremisesKind, NearestSites>>,
): NearestSites {
  const chosen = {
    site: new Int32Array(rural.length).fill(-1),
    metres: new Float64Array(rural.length).fill(NaN),
  }
  premisesKinds.forEach((kind, row) => {
    const serves = [isServing(options, row, false), isServing(options, row, true)]
    const { site, metres } = ofKind[kind]
    for (let point = 0; point < rural.length; point++) {
      const other = int32At(site, point)
      if (other < 0 || serves[uint8At(rural, point)] !== true) continue
      const own = int32At(chosen.site, point)
      const way = float64At(metres, point)
      const best = float64At(chosen.metres, point)
      if (own < 0 || way < best || (way === best && other < own)) {
        chosen.site[point] = other
        chosen.metres[point] = way
      }
    }
  })
  return chosen
}

/** What rounding to decimetres can add to a limit. */
const ROUNDING_M = 0.05

function findCatchments(
  { kind, rural }: Pick<ReachInput, 'kind' | 'rural'>,
  matrix: DistanceMatrix,
  options: CoverageOptions,
): Catchments {
  const [, , outer] = readCircleMinutes(options.circles)
  const town = Math.max(options.minutes, outer) * options.speed + ROUNDING_M
  const country = Math.max(options.ruralMinutes, outer) * options.ruralSpeed + ROUNDING_M
  const limits = new Float64Array(rural.length)
  for (let point = 0; point < limits.length; point++) limits[point] = rural[point] === 1 ? country : town
  const serves = [false, true].map((isRural) =>
    Uint8Array.from(kind, (each) => Number(isServing(options, each, isRural))),
  )
  return matrix.within(limits, (point, site) => serves[uint8At(rural, point)]?.[site] === 1)
}

/**
 * Computes the reach from measured ways: loads and accessibility depend on the households of all points. Each column is
 * computed on first use.
 */
export function computeReach(
  { capacity, cluster, households, grid, rural }: ReachInput,
  { all, station, center, catchments, zone }: PointDistances,
  options: CoverageOptions,
): Reach {
  const limits = computeReachLimits(options, rural)
  const access = (weights: Float64Array) =>
    roundAll(computeTwoStepFca(catchments, capacity, households, zone, weights), 1e6)
  const relieve = () => {
    const load = shareLoads(
      { cluster, capacity },
      all.site,
      households,
      (point) => float64At(all.metres, point) <= float64At(limits, point),
    )
    return findRelief(
      { cluster, capacity, load },
      all.site,
      spreadSums(households, grid),
      catchments,
      (way) => (uint8At(zone, way) & WITHIN_ROUNDED) !== 0,
    )
  }
  return createLazyColumns<Reach>({
    nearest: () => all.site,
    metres: () => all.metres,
    stationMetres: () => station.metres,
    centerMetres: () => center.metres,
    twoStep: () => access(LIMIT_WEIGHTS),
    enhanced: () => access(DECAY_WEIGHTS),
    relieved: relieve,
  })
}

/** Returns for each point the households of its grid. */
function spreadSums(households: Int32Array, grid: Int32Array): Float64Array {
  let grids = 0
  for (const row of grid) grids = Math.max(grids, row + 1)
  const sums = new Float64Array(grids)
  for (let point = 0; point < grid.length; point++)
    addTo(sums, int32At(grid, point), int32At(households, point))
  const spread = new Float64Array(grid.length)
  for (let point = 0; point < grid.length; point++) spread[point] = float64At(sums, int32At(grid, point))
  return spread
}

/** Rounds values in place to parts of one: to decimetres by 10. */
function roundAll(values: Float64Array, parts: number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = Math.round(float64At(values, i) * parts) / parts
  return values
}

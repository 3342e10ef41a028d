import { float64At, int32At, itemAt, uint8At } from '../../geometry/at.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { readCircleMinutes, type CoverageOptions } from '../../contract/coverage/coverage-options.ts'
import { type PremisesKind, premisesKinds } from '../../contract/enums.ts'
import { getRepresentativePoints } from '../../geometry/shapes/representative-points.ts'
import { clusterSites } from './cluster-sites.ts'
import { findRelief, shareLoads } from './share-loads.ts'
import { findRuralCommunities } from '../rural-communities.ts'
import { findServingPremises, isServing } from '../serving-premises.ts'
import { computeReachLimits, getSpeed } from './reach-limits.ts'
import { selectCatchments } from './choose-catchments.ts'
import { createZonalDecay, computeTwoStepFca, type DistanceDecay } from './two-step-fca.ts'
import type { NearestSites, DistanceMatrix } from './distance-matrix.ts'

/** Nearest premises of every grid; -1 and NaN if unreachable. */
export interface Reach {
  /** Row in the list of serving premises. */
  nearest: Int32Array
  /** Walked metres. */
  metres: Float64Array
  stationMetres: Float64Array
  centerMetres: Float64Array
  twoStep: Float64Array
  enhanced: Float64Array
  /** 1: other premises within the limit have room for the households of the grid. */
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
  /** Interleaved lattice x, y of grids and of serving premises. */
  grids: Int32Array
  sites: Int32Array
  /** Rows of `premisesKinds`. */
  kind: Uint8Array
  /** 1 for each grid in the country. */
  rural: Uint8Array
  capacity: Float64Array
  /** For each of the premises the first of its group: premises on one point or near each other. */
  cluster: Int32Array
  households: Int32Array
}

/** Selects the data on which the reach depends; small and transferable to another thread. */
export function toReachInput(
  city: Pick<CitySnapshot, 'grids' | 'premises' | 'settings' | 'units'>,
  options: CoverageOptions,
): ReachInput {
  const places = findServingPremises(city, options)
  const rural = findRuralCommunities(city)
  const sites = getPremisesPoints(city, places)
  return {
    grids: getRepresentativePoints(city.grids.mesh.polygons),
    sites,
    kind: Uint8Array.from(places, (row) => premisesKinds.indexOf(itemAt(city.premises.kinds, row))),
    rural: Uint8Array.from(city.grids.community, (community) => rural[community] ?? 0),
    capacity: computePremisesCapacities(city, places),
    cluster: clusterSites(sites, city.settings.coverage.nearMetres),
    households: city.grids.households,
  }
}

/** Computes the nearest premises, station and centre of every grid. */
export function measureReach(input: ReachInput, ways: DistanceMatrix, options: CoverageOptions): Reach {
  return buildReach(input, ways, options, {
    all: findNearestServing(input, ways, options, input.rural),
    station: findNearestOfKind(input, ways, 'station'),
    center: findNearestOfKind(input, ways, 'center'),
  })
}

/** Returns the nearest premises of one kind. */
export function findNearestOfKind(
  { kind }: Pick<ReachInput, 'kind'>,
  ways: DistanceMatrix,
  wanted: PremisesKind,
): NearestSites {
  const row = premisesKinds.indexOf(wanted)
  return ways.nearest((site) => kind[site] === row)
}

/** Returns, for each grid of the matrix, the nearest of the premises that serve its class. */
export function findNearestServing(
  { kind }: Pick<ReachInput, 'kind'>,
  ways: DistanceMatrix,
  options: CoverageOptions,
  rural: Uint8Array,
): NearestSites {
  const ofClass = (isRural: boolean) =>
    ways.nearest((site) => isServing(options, uint8At(kind, site), isRural))
  const town = ofClass(false)
  if (options.serving === options.ruralServing || !rural.includes(1)) return town
  const country = ofClass(true)
  return {
    site: town.site.map((site, grid) => (rural[grid] === 1 ? int32At(country.site, grid) : site)),
    metres: town.metres.map((metres, grid) => (rural[grid] === 1 ? float64At(country.metres, grid) : metres)),
  }
}

/** Completes a reach from the nearest premises: computes the accessibility from the shared capacities. */
export function buildReach(
  { capacity, cluster, households, kind, rural }: ReachInput,
  ways: DistanceMatrix,
  options: CoverageOptions,
  { all, station, center }: Record<'all' | 'station' | 'center', NearestSites>,
): Reach {
  const { minutes, ruralMinutes, circles } = options
  const zones = readCircleMinutes(circles)
  const limits = computeReachLimits(options, rural)
  const speedOf = (grid: number) => getSpeed(options, rural[grid] === 1)
  const farthest = Math.max(
    Math.max(minutes, zones[2]) * options.speed,
    rural.includes(1) ? Math.max(ruralMinutes, zones[2]) * options.ruralSpeed : 0,
  )
  const catchments = selectCatchments(ways.within(farthest + ROUNDING_M), (grid, site) =>
    isServing(options, uint8At(kind, site), rural[grid] === 1),
  )
  const metres = all.metres.map(decimetres)
  const isReached = (grid: number, way: number) => decimetres(way) <= float64At(limits, grid)
  const load = shareLoads({ cluster, capacity }, all.site, households, (grid) =>
    isReached(grid, float64At(metres, grid)),
  )
  const access = (decay: DistanceDecay) =>
    computeTwoStepFca(catchments, capacity, households, decay).map(millionths)
  const zonal = createZonalDecay(zones)
  return {
    nearest: all.site,
    metres,
    stationMetres: station.metres.map(decimetres),
    centerMetres: center.metres.map(decimetres),
    twoStep: access((way, grid) => Number(way <= float64At(limits, grid))),
    enhanced: access((way, grid) => zonal(way / speedOf(grid))),
    relieved: findRelief({ cluster, capacity, load }, all.site, households, catchments, (grid, _, way) =>
      isReached(grid, way),
    ),
  }
}

/** What rounding to decimetres can add to a limit. */
const ROUNDING_M = 0.05

/**
 * Rounds to the precision of the API, so that page and server compare the same numbers with the same limits.
 */
const decimetres = (metres: number): number => Math.round(metres * 10) / 10
const millionths = (value: number): number => Math.round(value * 1e6) / 1e6

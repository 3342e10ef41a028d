import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { readCircleMinutes, type CoverageOptions } from '../../contract/coverage/coverage.ts'
import { getRepresentativePoints } from '../../geometry/shapes/representative-points.ts'
import { findServingPremises } from '../serving-premises.ts'
import { createZonalDecay, computeTwoStepFca, createThresholdDecay } from './two-step-fca.ts'
import type { NearestSites, DistanceMatrix } from './distance-matrix.ts'

/** How far every grid has it; a grid from which nothing can be reached has -1 and NaN. */
export interface Reach {
  /** Row in the list of serving places. */
  nearest: Int32Array
  /** Walked metres. */
  metres: Float64Array
  stationMetres: Float64Array
  centerMetres: Float64Array
  twoStep: Float64Array
  enhanced: Float64Array
}

/** Capacity in households of each serving place: as given, else what its floor area allows by the city's target. */
export function computePremisesCapacities(
  { premises, settings }: Pick<CitySnapshot, 'premises' | 'settings'>,
  places: readonly number[],
): Float64Array {
  const per100 = settings.coverage.areaPer100Households
  return Float64Array.from(places, (row) => {
    const given = premises.capacityHouseholds[row]
    return Number.isNaN(given) && per100 > 0 ? (premises.areaM2[row] / per100) * 100 : given
  })
}

/** Points of the places, interleaved lattice x, y. */
export function getPremisesPoints(
  { premises }: Pick<CitySnapshot, 'premises'>,
  places: readonly number[],
): Int32Array {
  return Int32Array.from(places.flatMap((row) => [premises.mesh.xy[2 * row], premises.mesh.xy[2 * row + 1]]))
}

export interface ReachInput {
  /** Interleaved lattice x, y of grids and of serving places. */
  grids: Int32Array
  sites: Int32Array
  /** 1: station, 2: centre, 0: another kind. */
  kind: Uint8Array
  capacity: Float64Array
  households: Int32Array
}

/** What of a city its reach depends on: small, and without anything that could not be sent to another thread. */
export function toReachInput(
  city: Pick<CitySnapshot, 'grids' | 'premises' | 'settings'>,
  { serving }: CoverageOptions,
): ReachInput {
  const places = findServingPremises(city, serving)
  return {
    grids: getRepresentativePoints(city.grids.mesh.polygons),
    sites: getPremisesPoints(city, places),
    kind: Uint8Array.from(places, (row) =>
      ['community', 'station', 'center'].indexOf(city.premises.kinds[row]),
    ),
    capacity: computePremisesCapacities(city, places),
    households: city.grids.households,
  }
}

export function measureReach(input: ReachInput, ways: DistanceMatrix, options: CoverageOptions): Reach {
  return buildReach(input, ways, options, {
    all: ways.nearest(),
    station: ways.nearest((site) => input.kind[site] === 1),
    center: ways.nearest((site) => input.kind[site] === 2),
  })
}

/** Reach from what is nearest: what remains is who shares which place. */
export function buildReach(
  { capacity, households }: ReachInput,
  ways: DistanceMatrix,
  { speed, minutes, circles }: CoverageOptions,
  { all, station, center }: Record<'all' | 'station' | 'center', NearestSites>,
): Reach {
  const [first, second, third] = readCircleMinutes(circles)
  const limits = [first * speed, second * speed, third * speed] as const
  const catchments = ways.within(Math.max(minutes * speed, limits[2]))
  return {
    nearest: all.site,
    metres: all.metres.map(decimetres),
    stationMetres: station.metres.map(decimetres),
    centerMetres: center.metres.map(decimetres),
    twoStep: computeTwoStepFca(catchments, capacity, households, createThresholdDecay(minutes * speed)).map(
      millionths,
    ),
    enhanced: computeTwoStepFca(catchments, capacity, households, createZonalDecay(limits)).map(millionths),
  }
}

/** As they are sent: page and server compare the same numbers with the same limits. */
const decimetres = (metres: number): number => Math.round(metres * 10) / 10
const millionths = (value: number): number => Math.round(value * 1e6) / 1e6

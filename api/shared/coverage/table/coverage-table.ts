import type { CoverageOptions } from '../../contract/coverage/coverage.ts'
import type { UnitLevel } from '../../contract/enums.ts'

type Column = ArrayLike<number>

/**
 * What the figures of coverage are computed from: facts of grids, units and places, and how far every grid has it. The
 * server makes it of a snapshot, the page of the server's answer. Rows name each other by number, -1 is none; NaN is
 * not known.
 */
export interface CoverageTable {
  options: CoverageOptions
  units: Record<UnitLevel, CoverageUnits>
  communities: {
    /** Index in `communityTypes`; -1: not said. */
    type: Column
    /** 1 where it counts in the urban scope. */
    urban: Column
    /** Why it is not up to standard, as bits; 0: it is. */
    failings: Column
  }
  /** Districts that are managing zones: their grids are those of the streets they manage. */
  zones: ReadonlySet<number>
  grids: {
    count: number
    ids: Column
    codes: readonly string[]
    names: readonly string[]
    /** Index in `gridKinds`. */
    kind: Column
    community: Column
    households: Column
    residents: Column
    areaM2: Column
    workers: Column
    /** 1 where it has a branch. */
    branch: Column
  }
  /** Open premises that count as a service. */
  places: {
    count: number
    ids: Column
    codes: readonly string[]
    names: readonly string[]
    /** Index in `premisesKinds`. */
    kind: Column
    community: Column
    capacity: Column
    areaM2: Column
    failings: Column
    xy: Column
    /** Households of the grids that have it nearest and reach it in time. */
    load: Float64Array
  }
  reach: {
    nearest: Column
    metres: Column
    stationMetres: Column
    centerMetres: Column
    twoStep: Column
    enhanced: Column
  }
  /** With new sites: 1 where a grid is newly reached, 2 where a site would be, 3 where the places within reach are full. */
  planned?: Uint8Array
}

export interface CoverageUnits {
  count: number
  ids: Column
  codes: readonly string[]
  names: readonly string[]
  namesEn: readonly (string | null)[]
  parent: Column
  manager: Column
}

/** Walked metres within which a service counts as reached. */
export function computeReachLimitMetres({ speed, minutes }: CoverageOptions): number {
  return speed * minutes
}

/** Households that each place serves: those of the grids that have it nearest and reach it in time. */
export function computePremisesLoads(
  places: number,
  { nearest, metres }: { nearest: Column; metres: Column },
  households: Column,
  limit: number,
): Float64Array {
  const load = new Float64Array(places)
  for (let grid = 0; grid < households.length; grid++) {
    if (nearest[grid] >= 0 && metres[grid] <= limit) load[nearest[grid]] += households[grid]
  }
  return load
}

import { float64At, int32At, itemAt } from '../../geometry/at.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { countHouseholds, listCountedCommunities } from '../demand/counted-communities.ts'
import { findRuleProfile } from '../../city/find-rule-profile.ts'
import { findRuralCommunities } from '../rural-communities.ts'
import { getRepresentativePoints } from '../../geometry/shapes/representative-points.ts'

/**
 * Rows of the snapshot tables: parks and premises outside all grids, and grids that violate the rules of
 * their kind.
 */
export interface BlankSpots {
  /** Row of the grid that each park and each premises lies in; -1: none. */
  gridOf: { parks: Int32Array; premises: Int32Array }
  /** Parks and premises whose point lies in no grid. */
  parks: number[]
  premises: number[]
  /** Parks and premises whose point lies in a grid of another community than they state. */
  parksElsewhere: number[]
  premisesElsewhere: number[]
  /** Grids without a worker; grids with fewer or more households than the rule of their kind, in town or country, allows. */
  withoutWorker: number[]
  tooFew: number[]
  tooMany: number[]
  /** Buildings whose place lies in no grid. */
  buildings: number[]
  /** Grids of counted communities whose buildings hold far more or fewer households than are declared. */
  differing: number[]
  /** Communities with buildings that hold too few of the declared households to be counted by them. */
  uncounted: number[]
}

/**
 * Finds the blank spots of a city. A park is located at the centroid of its largest polygon.
 *
 * @param locate returns the row of the grid that each point (interleaved lattice x, y) lies in; -1: none
 */
export async function findBlankSpots(
  {
    buildings,
    grids,
    parks,
    premises,
    settings,
    units,
  }: Pick<CitySnapshot, 'buildings' | 'grids' | 'parks' | 'premises' | 'settings' | 'units'>,
  locate: (points: Int32Array) => Promise<Int32Array>,
): Promise<BlankSpots> {
  const parkPoints = getRepresentativePoints(parks.mesh.polygons)
  const located = await locate(Int32Array.from([...parkPoints, ...premises.mesh.xy]))
  const gridOf = { parks: located.subarray(0, parks.count), premises: located.subarray(parks.count) }
  const rows = Array.from({ length: grids.count }, (_, row) => row)
  const rural = findRuralCommunities({ units })
  const rule = (row: number) =>
    findRuleProfile(settings, itemAt(grids.kinds, row), rural[int32At(grids.community, row)] === 1)
  const premisesRows = premises.codes.flatMap((_, row) => (premises.statuses[row] === 'closed' ? [] : [row]))
  const outside = (rows: readonly number[], located: Int32Array) =>
    rows.filter((row) => int32At(located, row) === -1)
  const elsewhere = (rows: readonly number[], located: Int32Array, stated: Int32Array) =>
    rows.filter((row) => {
      const grid = int32At(located, row)
      return grid >= 0 && int32At(stated, row) >= 0 && grids.community[grid] !== stated[row]
    })
  const parkRows = parks.codes.map((_, row) => row)
  const { byGrid, declared, counted } = countHouseholds({ buildings, grids, units })
  const isCounted = listCountedCommunities({ buildings, grids, units })
  const isLarge = (stated: number, held: number) =>
    Math.abs(held - stated) > (stated * settings.buildings.largeDifference) / 100
  return {
    gridOf,
    parks: outside(parkRows, gridOf.parks),
    premises: outside(premisesRows, gridOf.premises),
    parksElsewhere: elsewhere(parkRows, gridOf.parks, parks.community),
    premisesElsewhere: elsewhere(premisesRows, gridOf.premises, premises.community),
    withoutWorker: rows.filter(
      (row) =>
        int32At(grids.fullTimeWorkers, row) + int32At(grids.partTimeWorkers, row) < rule(row).minWorkers,
    ),
    tooFew: rows.filter((row) => int32At(grids.households, row) < (rule(row).minHouseholds ?? -Infinity)),
    tooMany: rows.filter((row) => int32At(grids.households, row) > (rule(row).maxHouseholds ?? Infinity)),
    buildings: Array.from(buildings.grid.keys()).filter((row) => buildings.grid[row] === -1),
    differing: rows.filter(
      (row) =>
        isCounted[int32At(grids.community, row)] === 1 &&
        isLarge(int32At(grids.declaredHouseholds, row), int32At(byGrid, row)),
    ),
    uncounted: units.community.codes.flatMap((_, row) =>
      float64At(counted, row) > 0 && float64At(declared, row) > 0 && isCounted[row] === 0 ? [row] : [],
    ),
  }
}

import Flatbush from 'flatbush'
import { int32At, itemAt, uint32At } from '../../geometry/at.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { findRuleProfile } from '../../city/find-rule-profile.ts'
import { findRuralCommunities } from '../rural-communities.ts'
import { getRepresentativePoints } from '../../geometry/shapes/representative-points.ts'

/**
 * Rows of the snapshot tables: parks and premises outside all grids, and grids that violate the rules of
 * their kind.
 */
export interface BlankSpots {
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
}

/**
 * Finds the blank spots of a city. A park is located at the centroid of its largest polygon. Buildings are
 * not part of the city data; lists of them are tested with `createInAnyGridTest`.
 */
export function findBlankSpots({
  grids,
  parks,
  premises,
  settings,
  units,
}: Pick<CitySnapshot, 'grids' | 'parks' | 'premises' | 'settings' | 'units'>): BlankSpots {
  const findGrid = createGridFinder(grids.mesh)
  const parkPoints = getRepresentativePoints(parks.mesh.polygons)
  const rows = Array.from({ length: grids.count }, (_, row) => row)
  const rural = findRuralCommunities({ units })
  const rule = (row: number) =>
    findRuleProfile(settings, itemAt(grids.kinds, row), rural[int32At(grids.community, row)] === 1)
  const parkGrids = parks.codes.map((_, row) =>
    findGrid(int32At(parkPoints, 2 * row), int32At(parkPoints, 2 * row + 1)),
  )
  const premisesGrids = premises.codes.map((_, row) =>
    premises.statuses[row] === 'closed'
      ? null
      : findGrid(int32At(premises.mesh.xy, 2 * row), int32At(premises.mesh.xy, 2 * row + 1)),
  )
  const outside = (lies: readonly (number | null)[]) =>
    lies.flatMap((grid, row) => (grid === -1 ? [row] : []))
  const elsewhere = (lies: readonly (number | null)[], stated: Int32Array) =>
    lies.flatMap((grid, row) =>
      grid === null || grid < 0 || int32At(stated, row) < 0 || grids.community[grid] === stated[row]
        ? []
        : [row],
    )
  return {
    parks: outside(parkGrids),
    premises: outside(premisesGrids),
    parksElsewhere: elsewhere(parkGrids, parks.community),
    premisesElsewhere: elsewhere(premisesGrids, premises.community),
    withoutWorker: rows.filter(
      (row) =>
        int32At(grids.fullTimeWorkers, row) + int32At(grids.partTimeWorkers, row) < rule(row).minWorkers,
    ),
    tooFew: rows.filter((row) => int32At(grids.households, row) < (rule(row).minHouseholds ?? -Infinity)),
    tooMany: rows.filter((row) => int32At(grids.households, row) > (rule(row).maxHouseholds ?? Infinity)),
  }
}

/** Returns the row of the grid that a lattice point lies in; -1: none. */
type FindGrid = (x: number, y: number) => number

/** The search of each mesh: an index of a city takes some milliseconds to build. */
const finders = new WeakMap<GridMesh, FindGrid>()

type GridMesh = Pick<CitySnapshot['grids']['mesh'], 'polygons'>

/** Returns a test whether a lattice point lies in any grid. */
export function createInAnyGridTest(mesh: GridMesh): (x: number, y: number) => boolean {
  const findGrid = createGridFinder(mesh)
  return (x, y) => findGrid(x, y) >= 0
}

/** Returns a search for the grid of a lattice point. An index of the grids' boxes keeps it short. */
export function createGridFinder(mesh: GridMesh): FindGrid {
  let find = finders.get(mesh)
  if (find === undefined) finders.set(mesh, (find = buildGridFinder(mesh)))
  return find
}

function buildGridFinder({ polygons: { xy, ringStart, polygonStart, featureStart } }: GridMesh): FindGrid {
  const count = featureStart.length - 1
  if (count <= 0) return () => -1
  const ringOf = (feature: number) => uint32At(polygonStart, uint32At(featureStart, feature))
  const index = new Flatbush(count)
  for (let feature = 0; feature < count; feature++) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    const end = uint32At(ringStart, ringOf(feature + 1))
    for (let i = uint32At(ringStart, ringOf(feature)); i < end; i++) {
      west = Math.min(west, int32At(xy, 2 * i))
      east = Math.max(east, int32At(xy, 2 * i))
      south = Math.min(south, int32At(xy, 2 * i + 1))
      north = Math.max(north, int32At(xy, 2 * i + 1))
    }
    index.add(west, south, east, north)
  }
  index.finish()
  const isInside = (feature: number, x: number, y: number) => {
    let inside = false
    for (let ring = ringOf(feature); ring < ringOf(feature + 1); ring++) {
      const end = uint32At(ringStart, ring + 1)
      for (let i = uint32At(ringStart, ring), j = end - 1; i < end; j = i++) {
        const [ax, ay] = [int32At(xy, 2 * j), int32At(xy, 2 * j + 1)]
        const [bx, by] = [int32At(xy, 2 * i), int32At(xy, 2 * i + 1)]
        if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside
      }
    }
    return inside
  }
  return (x, y) => index.search(x, y, x, y).find((feature) => isInside(feature, x, y)) ?? -1
}

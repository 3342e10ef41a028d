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
  const inGrid = createInAnyGridTest(grids.mesh)
  const parkPoints = getRepresentativePoints(parks.mesh.polygons)
  const rows = Array.from({ length: grids.count }, (_, row) => row)
  const rural = findRuralCommunities({ units })
  const rule = (row: number) =>
    findRuleProfile(settings, itemAt(grids.kinds, row), rural[int32At(grids.community, row)] === 1)
  return {
    parks: parks.codes.flatMap((_, row) =>
      inGrid(int32At(parkPoints, 2 * row), int32At(parkPoints, 2 * row + 1)) ? [] : [row],
    ),
    premises: premises.codes.flatMap((_, row) =>
      premises.statuses[row] === 'closed' ||
      inGrid(int32At(premises.mesh.xy, 2 * row), int32At(premises.mesh.xy, 2 * row + 1))
        ? []
        : [row],
    ),
    withoutWorker: rows.filter(
      (row) =>
        int32At(grids.fullTimeWorkers, row) + int32At(grids.partTimeWorkers, row) < rule(row).minWorkers,
    ),
    tooFew: rows.filter((row) => int32At(grids.households, row) < (rule(row).minHouseholds ?? -Infinity)),
    tooMany: rows.filter((row) => int32At(grids.households, row) > (rule(row).maxHouseholds ?? Infinity)),
  }
}

/** The test of each mesh: an index of a city takes some milliseconds to build. */
const tests = new WeakMap<GridMesh, (x: number, y: number) => boolean>()

type GridMesh = Pick<CitySnapshot['grids']['mesh'], 'polygons'>

/** Returns a test whether a lattice point lies in any grid. An index of the grids' boxes keeps the search short. */
export function createInAnyGridTest(mesh: GridMesh): (x: number, y: number) => boolean {
  let test = tests.get(mesh)
  if (test === undefined) tests.set(mesh, (test = buildInAnyGridTest(mesh)))
  return test
}

function buildInAnyGridTest({
  polygons: { xy, ringStart, polygonStart, featureStart },
}: GridMesh): (x: number, y: number) => boolean {
  const count = featureStart.length - 1
  if (count <= 0) return () => false
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
  return (x, y) => index.search(x, y, x, y).some((feature) => isInside(feature, x, y))
}

import { int32At, itemAt, uint32At } from '../../geometry/at.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { getRepresentativePoints } from '../../geometry/shapes/representative-points.ts'

/**
 * Rows of the snapshot tables: parks and premises outside all grids, and grids that violate the rules of
 * their kind.
 */
export interface BlankSpots {
  /** Parks and premises whose point lies in no grid. */
  parks: number[]
  premises: number[]
  /** Grids without a worker; grids with fewer or more households than the rule of their kind allows. */
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
}: Pick<CitySnapshot, 'grids' | 'parks' | 'premises' | 'settings'>): BlankSpots {
  const inGrid = createInAnyGridTest(grids.mesh)
  const parkPoints = getRepresentativePoints(parks.mesh.polygons)
  const rows = Array.from({ length: grids.count }, (_, row) => row)
  const rule = (row: number) => settings.rules[itemAt(grids.kinds, row)]
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

/**
 * Returns a test whether a lattice point lies in any grid. Buckets of grids by latitude keep the search
 * short.
 */
export function createInAnyGridTest({
  polygons: { xy, ringStart, polygonStart, featureStart },
}: CitySnapshot['grids']['mesh']): (x: number, y: number) => boolean {
  const BAND = 100_000
  const bands = new Map<number, number[]>()
  for (let feature = 0; feature + 1 < featureStart.length; feature++) {
    let [south, north] = [Infinity, -Infinity]
    for (
      let i = uint32At(ringStart, uint32At(polygonStart, uint32At(featureStart, feature)));
      i < uint32At(ringStart, uint32At(polygonStart, uint32At(featureStart, feature + 1)));
      i++
    ) {
      south = Math.min(south, int32At(xy, 2 * i + 1))
      north = Math.max(north, int32At(xy, 2 * i + 1))
    }
    for (let band = Math.floor(south / BAND); band <= Math.floor(north / BAND); band++) {
      const list = bands.get(band)
      if (list === undefined) bands.set(band, [feature])
      else list.push(feature)
    }
  }
  return (x, y) =>
    (bands.get(Math.floor(y / BAND)) ?? []).some((feature) => {
      let inside = false
      for (
        let ring = uint32At(polygonStart, uint32At(featureStart, feature));
        ring < uint32At(polygonStart, uint32At(featureStart, feature + 1));
        ring++
      ) {
        for (
          let i = uint32At(ringStart, ring), j = uint32At(ringStart, ring + 1) - 1;
          i < uint32At(ringStart, ring + 1);
          j = i++
        ) {
          const [ax, ay, bx, by] = [
            int32At(xy, 2 * j),
            int32At(xy, 2 * j + 1),
            int32At(xy, 2 * i),
            int32At(xy, 2 * i + 1),
          ]
          if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside
        }
      }
      return inside
    })
}

import Flatbush from 'flatbush'
import { int32At, uint32At } from '../../geometry/at.ts'
import type { FlatPolygons } from '../../geometry/flat-polygons.ts'

/** Returns the row of the grid that a lattice point lies in; -1: none. */
export type FindGrid = (x: number, y: number) => number

/** Returns a search for the grid of a lattice point. An index of the grids' boxes keeps it short. */
export function createGridFinder({ xy, ringStart, polygonStart, featureStart }: FlatPolygons): FindGrid {
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

/** Returns the row of the grid that each point (interleaved lattice x, y) lies in; -1: none. */
export function locatePoints(points: Int32Array, findGrid: FindGrid): Int32Array {
  return Int32Array.from({ length: points.length / 2 }, (_, i) =>
    findGrid(int32At(points, 2 * i), int32At(points, 2 * i + 1)),
  )
}

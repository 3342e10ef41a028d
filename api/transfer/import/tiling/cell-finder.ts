import Flatbush from 'flatbush'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'

/** Finds the cells inside which a place lies, by their indices. */
export function createCellFinder(shapes: readonly MultiPolygon[]): (x: number, y: number) => number[] {
  if (shapes.length === 0) return () => []
  const index = new Flatbush(shapes.length)
  for (const shape of shapes) {
    const [west, south, east, north] = getShapeBox(shape)
    index.add(west, south, east, north)
  }
  index.finish()
  return (x, y) =>
    index
      .search(x, y, x, y)
      .filter((cell) => shapes[cell]!.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside'))
}

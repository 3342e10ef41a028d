import Flatbush from 'flatbush'
import { sideOfPolygon } from '#shared/geometry/contains-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'

/** Finds the cells inside which a place lies, by their indices. */
export function cellFinder(shapes: readonly MultiPolygon[]): (x: number, y: number) => number[] {
  if (shapes.length === 0) return () => []
  const index = new Flatbush(shapes.length)
  for (const shape of shapes) {
    const [west, south, east, north] = shapeBox(shape)
    index.add(west, south, east, north)
  }
  index.finish()
  return (x, y) =>
    index
      .search(x, y, x, y)
      .filter((cell) => shapes[cell]!.some((polygon) => sideOfPolygon(polygon, x, y) === 'inside'))
}

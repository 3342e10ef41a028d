import Flatbush from 'flatbush'
import { createPointLocator } from '#shared/geometry/shapes/point-locator.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { projectOntoSegment } from '#shared/geometry/segments.ts'
import type { ExistingCity } from '../existing/existing-city.ts'

/** How far from a border a place may lie and still be on it: twice the width of a road, a tenth of the shift of GCJ-02. */
const NEAR_M = 40

/** Whether a place lies in a unit, or near its border; `onBorder`: near the border only. */
export function createUnitMatcher(
  base: ExistingCity,
): (unit: string, place: Point, onBorder: boolean) => boolean {
  const locators = new Map<string, ReturnType<typeof createPointLocator>>()
  const borders = new Map<string, (place: Point) => boolean>()
  return (unit, place, onBorder) => {
    const shape = base.shapeOf(unit)
    if (!shape) return false
    if (!onBorder) {
      let locate = locators.get(unit)
      if (!locate) locators.set(unit, (locate = createPointLocator(shape)))
      if (locate(...place) !== 'outside') return true
    }
    let near = borders.get(unit)
    if (!near) borders.set(unit, (near = nearBorder(shape)))
    return near(place)
  }
}

function nearBorder(shape: MultiPolygon): (place: Point) => boolean {
  const edges = shape
    .flat()
    .flatMap((ring) => ring.map((from, i): [Point, Point] => [from, ring[(i + 1) % ring.length]!]))
  const index = new Flatbush(Math.max(1, edges.length))
  for (const [a, b] of edges)
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  if (edges.length === 0) index.add(0, 0, 0, 0)
  index.finish()
  const scale = computeScaleAt(getShapeBox(shape)[1])
  const inMetres = ([x, y]: Point): Point => [x * scale.x, y * scale.y]
  const [reachX, reachY] = [NEAR_M / scale.x, NEAR_M / scale.y]
  return (place) =>
    index
      .search(place[0] - reachX, place[1] - reachY, place[0] + reachX, place[1] + reachY)
      .some(
        (edge) =>
          edges[edge] !== undefined &&
          projectOntoSegment(inMetres(place), inMetres(edges[edge][0]), inMetres(edges[edge][1])).squared <=
            NEAR_M ** 2,
      )
}

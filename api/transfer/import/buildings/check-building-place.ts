import Flatbush from 'flatbush'
import type { Box, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { hasProperIntersection, isSamePoint } from '#shared/geometry/segments.ts'
import { boxesIntersect } from '#shared/geometry/shapes/intersects.ts'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { createPointLocator } from '#shared/geometry/shapes/point-locator.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import type { Shape } from '../../../../data/formats/model/shape.ts'
import type { ExistingCity } from '../existing/existing-city.ts'

interface Footprint {
  code: string
  shape: Shape
  place: Point
  box: Box
}

/** Lattice units of a square in which footprints are compared with each other, about 100 m. */
const SQUARE = 10_000

/**
 * Returns a check of where a building stands: it flags footprints in two communities, on top of another building of the
 * file, and in the water.
 */
export function createBuildingCheck(base: ExistingCity, waterAreas: readonly MultiPolygon[]) {
  const isInWater = createAreaFinder(waterAreas)
  const squares = new Map<string, Footprint[]>()

  function findOverlap(building: Footprint): string | undefined {
    const { box } = building
    let overlapped: string | undefined
    for (let x = Math.floor(box[0] / SQUARE); x <= Math.floor(box[2] / SQUARE); x++) {
      for (let y = Math.floor(box[1] / SQUARE); y <= Math.floor(box[3] / SQUARE); y++) {
        const key = `${x} ${y}`
        const others = squares.get(key) ?? []
        squares.set(key, others)
        overlapped ??= others.find(
          (other) => boxesIntersect(other.box, box) && overlap(other, building),
        )?.code
        others.push(building)
      }
    }
    return overlapped
  }

  return (shape: Shape, place: Point, code: string, problems: RowProblem[]): void => {
    const box = boxOf(shape, place)
    if (isInWater(place)) problems.push({ code: 'building_in_water' })
    const overlapped = findOverlap({ shape, box, place, code })
    if (overlapped !== undefined) problems.push({ code: 'building_overlaps', details: { value: overlapped } })
    if (shape.kind !== 'area') return
    const community = base.unitAt('community', place)
    if (community === undefined) return
    const outside = shape.area
      .flatMap(([outer]) => outer ?? [])
      .find((vertex) => {
        const other = base.unitAt('community', vertex)
        return other !== undefined && other !== community
      })
    if (outside === undefined) return
    const other = base.unitAt('community', outside) ?? ''
    problems.push({
      code: 'building_across_communities',
      details: {
        value: base.units.get(community)?.name ?? community,
        other: base.units.get(other)?.name ?? other,
      },
    })
  }
}

/** Whether two buildings stand on the same ground; footprints that share a wall do not. */
function overlap(one: Footprint, other: Footprint): boolean {
  const [a, b] = [one.shape, other.shape]
  if (a.kind === 'area' && isInArea(a.area, other.place)) return true
  if (b.kind === 'area' && isInArea(b.area, one.place)) return true
  if (a.kind === 'area' && b.kind === 'area') return bordersCross(a.area, b.area)
  return a.kind === 'point' && b.kind === 'point' && isSamePoint(one.place, other.place)
}

const isInArea = (area: MultiPolygon, [x, y]: Point): boolean =>
  area.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')

function bordersCross(one: MultiPolygon, other: MultiPolygon): boolean {
  const edges = listEdges(other)
  return listEdges(one).some(([a, b]) => edges.some(([c, d]) => hasProperIntersection(a, b, c, d)))
}

const listEdges = (area: MultiPolygon): [Point, Point][] =>
  area.flatMap((polygon) =>
    polygon.flatMap((ring) => ring.map((point, i): [Point, Point] => [point, ring[(i + 1) % ring.length]!])),
  )

function createAreaFinder(areas: readonly MultiPolygon[]): (point: Point) => boolean {
  if (areas.length === 0) return () => false
  const index = new Flatbush(areas.length)
  for (const area of areas) index.add(...getShapeBox(area))
  index.finish()
  const locators: ReturnType<typeof createPointLocator>[] = []
  return (point) =>
    index
      .search(...point, ...point)
      .some((i) => (locators[i] ??= createPointLocator(areas[i]!))(...point) === 'inside')
}

const boxOf = (shape: Shape, [x, y]: Point): Box =>
  shape.kind === 'area' ? getShapeBox(shape.area) : [x, y, x, y]

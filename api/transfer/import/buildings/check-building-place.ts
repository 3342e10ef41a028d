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
 * file or of the city, and in the water.
 *
 * @param listStanding the buildings of the city; asked for when the first new one is checked
 */
export function createBuildingCheck(
  base: ExistingCity,
  waterAreas: readonly MultiPolygon[],
  listStanding: () => Iterable<Omit<Footprint, 'box'>>,
) {
  const isInWater = createAreaFinder(waterAreas)
  const ofFile = createOverlapFinder()
  let ofCity: ReturnType<typeof createOverlapFinder> | undefined
  const findStanding = (building: Footprint): string | undefined => {
    if (ofCity === undefined) {
      ofCity = createOverlapFinder()
      for (const each of listStanding()) ofCity.add({ ...each, box: boxOf(each.shape, each.place) })
    }
    return ofCity.find(building)
  }

  return (shape: Shape, place: Point, code: string, isNew: boolean, problems: RowProblem[]): void => {
    const building = { shape, box: boxOf(shape, place), place, code }
    if (isInWater(place)) problems.push({ code: 'building_in_water' })
    const overlapped = ofFile.find(building)
    if (overlapped !== undefined) problems.push({ code: 'building_overlaps', details: { value: overlapped } })
    ofFile.add(building)
    // one that stands already may have moved a little, and its neighbours with it
    const standing = isNew ? findStanding(building) : undefined
    if (standing !== undefined)
      problems.push({ code: 'building_overlaps_standing', details: { value: standing } })
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

/** Finds a footprint on the same ground among those that were added. */
function createOverlapFinder() {
  const squares = new Map<string, Footprint[]>()
  function* listSquares([west, south, east, north]: Box): Generator<string> {
    for (let x = Math.floor(west / SQUARE); x <= Math.floor(east / SQUARE); x++)
      for (let y = Math.floor(south / SQUARE); y <= Math.floor(north / SQUARE); y++) yield `${x} ${y}`
  }
  return {
    add(building: Footprint): void {
      for (const key of listSquares(building.box)) {
        const others = squares.get(key)
        if (others === undefined) squares.set(key, [building])
        else others.push(building)
      }
    },
    find(building: Footprint): string | undefined {
      for (const key of listSquares(building.box))
        for (const other of squares.get(key) ?? [])
          if (boxesIntersect(other.box, building.box) && overlap(other, building)) return other.code
      return undefined
    },
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

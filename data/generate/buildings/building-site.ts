import type { BuildingUse } from '#shared/contract/enums.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { computeVectorLength } from '../math/vector-length.ts'
import { findMainDirection, type MainDirection } from './find-main-direction.ts'
import { isInsideOutline, isRectangleInside, type GridOutline } from './grid-outline.ts'
import { doRectanglesMeet, type Rectangle } from './rectangle.ts'

/** A building before it has a code and people. */
export interface BuildingDraft {
  rectangle: Rectangle
  /** Only its middle was surveyed. */
  point: boolean
  use: BuildingUse
  name: string | null
  compound: string | null
  floors: number | null
  /** Households on one floor; 0 where nobody lives. */
  flatsPerFloor: number
  /** Comparable within a grid: its share of the grid's households; 0 where nobody lives. */
  weight: number
  completedOn: string | null
  /** Buildings with the same number share an address; null: it has none. */
  plot: number | null
}

/** A grid that is being built on. */
export interface BuildingSite {
  outline: GridOutline
  direction: MainDirection
  random: RandomStream
  /** Where the people of the community are. */
  centre: readonly [east: number, north: number]
  buildings: BuildingDraft[]
  /** The land of each compound, its yards as well. */
  compounds: Rectangle[]
  plots: number
}

export function createBuildingSite(
  outline: GridOutline,
  centre: readonly [number, number],
  random: RandomStream,
): BuildingSite {
  return {
    outline,
    direction: findMainDirection(outline),
    random,
    centre,
    buildings: [],
    compounds: [],
    plots: 0,
  }
}

/** Is there room inside the grid, `margin` metres from its border and `gap` metres from every other building and compound? */
export function hasRoom(
  { outline, buildings, compounds }: BuildingSite,
  rectangle: Rectangle,
  margin: number,
  gap: number,
): boolean {
  for (const other of buildings) if (doRectanglesMeet(rectangle, other.rectangle, gap)) return false
  for (const other of compounds) if (doRectanglesMeet(rectangle, other, gap)) return false
  return isRectangleInside(outline, rectangle, margin)
}

/** A place inside the grid, found by chance; undefined where none was found. */
export function pickPlace({ outline, random }: BuildingSite): [east: number, north: number] | undefined {
  for (let attempt = 0; attempt < 24; attempt++) {
    const east = random.between(outline.west, outline.east),
      north = random.between(outline.south, outline.north)
    if (isInsideOutline(outline, east, north)) return [east, north]
  }
  // a narrow grid, or one of far-off parts: from some edge of its border inwards
  const { edges } = outline
  for (let attempt = 0; attempt < 24; attempt++) {
    const edge = 4 * random.below(edges.length / 4)
    const de = edges[edge + 2]! - edges[edge]!,
      dn = edges[edge + 3]! - edges[edge + 1]!
    const inwards = random.between(20, 160) / (computeVectorLength(de, dn) || 1)
    const east = edges[edge]! + de / 2 - dn * inwards,
      north = edges[edge + 1]! + dn / 2 + de * inwards
    if (isInsideOutline(outline, east, north)) return [east, north]
  }
  return undefined
}

/** Returns a rectangle in the rows of the grid's main direction, so many metres along and across from a place. */
export function layOutInRows(
  { direction }: BuildingSite,
  [east, north]: readonly [number, number],
  { along, across }: { along: number; across: number },
  { length, depth }: { length: number; depth: number },
): Rectangle {
  return {
    east: east + direction.east * along + direction.north * across,
    north: north + direction.north * along - direction.east * across,
    alongEast: direction.east,
    alongNorth: direction.north,
    length,
    depth,
  }
}

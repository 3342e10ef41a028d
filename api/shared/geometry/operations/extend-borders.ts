import { itemAt } from '../at.ts'
import type { CellId, CellSet } from '../cell-set.ts'
import type { Point, Polygon } from '../lattice.ts'
import { type Result, ok, reject } from '../result.ts'
import { hasSegmentConflict, isSamePoint, projectOntoSegment } from '../segments.ts'
import { locatePointInPolygon } from '../shapes/point-in-polygon.ts'
import { getBorderIndex, toEdgeKey } from '../topology/border-index.ts'
import { divideEdge, LINE_SNAP_DISTANCE } from '../topology/drawn-line/snap-line-to-borders.ts'

/** The border between two neighbours, extended from its junction with the old border to the new line. */
export interface Extension {
  from: Point
  to: Point
  /** The segment of the new line that contains `to`; undefined: `to` is a point of the line. */
  on: readonly [Point, Point] | undefined
}

interface Ground {
  set: CellSet
  /** Given up by its cell, between the old border and the new line. */
  part: Polygon
  /** Of each directed edge of the neighbours, with the new vertices. */
  ownerOf: ReadonlyMap<string, CellId>
  /** Keys of the segments of the new line. */
  lineKeys: ReadonlySet<string>
  inserted: ReadonlyMap<string, readonly Point[]>
}

/**
 * Divides a part that a cell gives up among the neighbours on the other side of its old border: the border between two
 * of them is extended from its junction to the new line, to the place at the same fraction of the way, or to the
 * nearest place that the junction can be joined with by a straight line.
 */
export function extendBorders(ground: Ground): Result<Extension[]> {
  const { part, lineKeys } = ground
  const ring = itemAt(part, 0)
  const isLine = (i: number) =>
    lineKeys.has(toEdgeKey(itemAt(ring, i % ring.length), itemAt(ring, (i + 1) % ring.length)))
  const starts = ring.flatMap((_, i) => (isLine(i) && !isLine(i + ring.length - 1) ? [i] : []))
  const first = starts[0]
  if (first === undefined) return ok([])
  const turned = [...ring.slice(first), ...ring.slice(0, first)]
  const count = turned.findIndex((_, i) => !isLine(first + i))
  const line = turned.slice(0, count + 1)
  const border = [...turned.slice(count), ...turned.slice(0, 1)].reverse()
  const junctions = findJunctions(border, ground.ownerOf)
  const [blocked] = junctions
  if (blocked === undefined) return ok([])
  if (starts.length > 1) return reject('junction_between_ends', { at: blocked.at })
  const found: Extension[] = []
  let least = 0
  for (const { at, fraction } of junctions) {
    const next = findExtension(ground, line, { at, fraction, least, found })
    if (next === null) return reject('junction_between_ends', { at })
    found.push(next.extension)
    least = next.fraction
  }
  return ok(found)
}

/**
 * Returns the points of a course at which the neighbour changes, with their fraction of the way. Stretches without a
 * neighbour go with the one before them.
 */
function findJunctions(
  border: readonly Point[],
  ownerOf: ReadonlyMap<string, CellId>,
): { at: Point; fraction: number }[] {
  const found: { at: Point; length: number }[] = []
  let length = 0
  let last: CellId | undefined
  for (const [i, from] of border.entries()) {
    const to = border[i + 1]
    if (to === undefined) break
    const owner = ownerOf.get(`${from} ${to}`)
    if (owner !== undefined && last !== undefined && owner !== last) found.push({ at: from, length })
    last = owner ?? last
    length += measureDistance(from, to)
  }
  return found.map((each) => ({ at: each.at, fraction: each.length / length }))
}

function findExtension(
  ground: Ground,
  line: readonly Point[],
  { at, fraction, least, found }: { at: Point; fraction: number; least: number; found: readonly Extension[] },
): { extension: Extension; fraction: number } | null {
  for (const place of listPlaces(line, at, fraction)) {
    if (place.fraction < least) continue
    const extension = { from: at, to: place.at, on: place.on }
    if (isClear(ground, extension, found)) return { extension, fraction: place.fraction }
  }
  return null
}

interface Place {
  at: Point
  fraction: number
  on: readonly [Point, Point] | undefined
}

/** Fractions of a line that are tried beside its own points. */
const TRIED = 20

/** Returns places between the ends of a line: the one at the fraction, the nearest one to the point, and others. */
function listPlaces(line: readonly Point[], near: Point, fraction: number): Place[] {
  const lengths = line.slice(1).map((to, i) => measureDistance(itemAt(line, i), to))
  const total = lengths.reduce((sum, each) => sum + each, 0)
  const places: Place[] = []
  let nearest: { fraction: number; squared: number } = { fraction, squared: Infinity }
  let before = 0
  const others = Array.from({ length: TRIED - 1 }, (_, i) => (i + 1) / TRIED)
  for (const [i, length] of lengths.entries()) {
    const { squared, along } = projectOntoSegment(near, itemAt(line, i), itemAt(line, i + 1))
    if (squared < nearest.squared) nearest = { squared, fraction: (before + along * length) / total }
    if (i > 0) others.push(before / total)
    before += length
  }
  others.sort((one, other) => Math.abs(one - fraction) - Math.abs(other - fraction))
  for (const each of [fraction, nearest.fraction, ...others]) {
    const place = findPlace(line, lengths, each * total)
    if (place !== null) places.push({ ...place, fraction: each })
  }
  return places
}

/** Returns the place at a distance along a line, or the point of the line beside it; null: it is at one of the ends. */
function findPlace(
  line: readonly Point[],
  lengths: readonly number[],
  distance: number,
): Omit<Place, 'fraction'> | null {
  let rest = distance
  for (const [i, length] of lengths.entries()) {
    if (rest > length && i + 1 < lengths.length) {
      rest -= length
      continue
    }
    const [from, to] = [itemAt(line, i), itemAt(line, i + 1)]
    if (rest <= LINE_SNAP_DISTANCE) return i === 0 ? null : { at: from, on: undefined }
    if (length - rest <= LINE_SNAP_DISTANCE)
      return i + 1 === lengths.length ? null : { at: to, on: undefined }
    const part = rest / length
    return {
      at: [Math.round(from[0] + part * (to[0] - from[0])), Math.round(from[1] + part * (to[1] - from[1]))],
      on: [from, to],
    }
  }
  return null
}

/** Whether an extension runs inside the part and, with the bend it makes in the line, meets no border or other extension. */
function isClear(
  { set, part, inserted }: Ground,
  { from, to, on }: Extension,
  found: readonly Extension[],
): boolean {
  if (locatePointInPolygon(part, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2) !== 'inside') return false
  if (
    found.some((other) => isSamePoint(other.from, from) || hasSegmentConflict(from, to, other.from, other.to))
  )
    return false
  const bend =
    on === undefined
      ? []
      : ([
          [on[0], to],
          [to, on[1]],
        ] as const)
  const inTheWay = part.flatMap((ring) =>
    ring.flatMap((a, i): (readonly [Point, Point])[] => {
      const b = itemAt(ring, (i + 1) % ring.length)
      return on !== undefined && toEdgeKey(a, b) === toEdgeKey(...on) ? [] : [[a, b]]
    }),
  )
  const segments = [[from, to] as const, ...bend]
  if (segments.some(([p, q]) => inTheWay.some(([a, b]) => hasSegmentConflict(p, q, a, b)))) return false
  return !bend.some(([p, q]) =>
    getBorderIndex(set)
      .edgesNear(p, q, 1)
      .some((edge) =>
        divideEdge(edge, inserted.get(edge.key)).some(([a, b]) => hasSegmentConflict(p, q, a, b)),
      ),
  )
}

const measureDistance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1])

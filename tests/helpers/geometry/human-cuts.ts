import type { Cell, CellId, CellSet } from '#shared/geometry/cell-set.ts'
import type { Line, Point, Ring } from '#shared/geometry/lattice.ts'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { computeIntersection, hasProperIntersection, projectOntoSegment } from '#shared/geometry/segments.ts'
import { LINE_SNAP_DISTANCE } from '#shared/geometry/topology/drawn-line/snap-line-to-borders.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { computePolygonAreaM2 } from '#shared/geometry/measure.ts'
import { pickRandom, type Random } from './random-operations.ts'

/** A cut as a person draws it. */
export interface HumanCut {
  kind: 'clicked' | 'freehand' | 'along_border' | 'round_enclave' | 'loop'
  cell: CellId
  line: Line
}

/** Lattice units per pixel at the zoom levels at which people cut grids: 0.5 m, 1 m and 2 m. */
export const PIXELS = [50, 100, 200] as const

/** Least width of the grid on the screen in pixels. */
const SMALLEST_VIEW_PX = 200
/** Lattice units per pixel at the closest zoom. */
const SMALLEST_PIXEL = 10

/** Returns the lattice units per pixel at which a grid of this size is drawn on. */
export const choosePixel = (zoom: number, width: number, height: number): number =>
  Math.max(SMALLEST_PIXEL, Math.min(zoom, Math.min(width, height) / SMALLEST_VIEW_PX))

/** Draws a cut across a random cell, round an enclave of it, or round a piece in its middle. */
export function drawHumanCut(set: CellSet, random: Random): HumanCut {
  const cells = [...set.cells.values()].filter(({ shape }) => shape.length === 1)
  const zoom = pickRandom(random, PIXELS)
  const draw = random()
  const around = cells.filter(({ shape }) => (shape[0]?.length ?? 0) > 1)
  if (draw < 0.06 && around.length > 0) {
    const cell = pickRandom(random, around)
    return { kind: 'round_enclave', cell: cell.id, line: roundEnclave(cell, random, zoom) }
  }
  const cell = pickRandom(random, cells)
  const [west, south, east, north] = getShapeBox(cell.shape)
  // people zoom in on a small grid
  const pixel = choosePixel(zoom, east - west, north - south)
  if (draw < 0.12) return { kind: 'loop', cell: cell.id, line: loopInside(cell, random, pixel) }
  if (draw < 0.3) return { kind: 'along_border', cell: cell.id, line: alongBorder(cell, random, pixel) }
  const across = crossing(cell, random, pixel)
  return draw < 0.5
    ? { kind: 'clicked', cell: cell.id, line: across }
    : { kind: 'freehand', cell: cell.id, line: drawFreehand(across, random, pixel) }
}

/**
 * Whether a cut divides its cell in two parts of some size: one stretch of the line separates two such parts,
 * every other stretch separates a crumb (under 1 % of the cell and under 200 m²). Computed from the drawn
 * line; a passage within the snap distance of the border counts as a touch.
 */
export function dividesInTwo(set: CellSet, { cell: id, line }: Pick<HumanCut, 'cell' | 'line'>): boolean {
  const polygon = set.cells.get(id)?.shape[0]
  const outer = polygon?.[0]
  if (!polygon || !outer) return false
  const whole = computePolygonAreaM2(polygon)
  const crumb = Math.min(200, whole / 100)
  const crossings = polygon.flatMap((ring, r) =>
    findCrossings(ring, line).map((each) => ({ ...each, ring: r })),
  )
  crossings.sort((one, other) => one.onLine - other.onLine)
  if (crossings.length === 0) {
    // a closed line inside
    const inside = line.every(([x, y]) => locatePointInPolygon(polygon, x, y) === 'inside')
    return inside && String(line[0]) === String(line.at(-1)) && areaM2(line.slice(1)) > crumb
  }
  let main = 0
  let toHole = 0
  for (const [i, from] of crossings.entries()) {
    const to = crossings[i + 1]
    if (!to) continue
    const stretch = [from.at, ...line.slice(Math.floor(from.onLine) + 1, Math.floor(to.onLine) + 1), to.at]
    const [[ax, ay], [bx, by]] = [stretch[0] ?? from.at, stretch[1] ?? to.at]
    if (locatePointInPolygon(polygon, (ax + bx) / 2, (ay + by) / 2) !== 'inside') continue
    if (from.ring !== to.ring) {
      toHole++
      continue
    }
    const ring = polygon[from.ring] ?? []
    const part = areaM2([...stretch, ...betweenOnRing(ring, to.onRing, from.onRing)])
    const rest = areaM2([...stretch.toReversed(), ...betweenOnRing(ring, from.onRing, to.onRing)])
    if (Math.min(part, rest) > crumb) main++
  }
  return toHole === 0 ? main === 1 : toHole === 2 && main === 0
}

const areaM2 = (ring: Ring) => (ring.length < 3 ? 0 : computePolygonAreaM2([orientRing(ring)]))
const orientRing = (ring: Ring): Ring => (computeTwiceSignedArea(ring) < 0 ? ring.toReversed() : ring)

interface Crossing {
  at: Point
  /** Number of the segment, and the position on it. */
  onLine: number
  onRing: number
}

function findCrossings(ring: Ring, line: Line): Crossing[] {
  const found: Crossing[] = []
  line.slice(1).forEach((to, i) => {
    const from = line[i] ?? to
    ring.forEach((a, r) => {
      const b = ring[(r + 1) % ring.length] ?? a
      if (!hasProperIntersection(from, to, a, b)) {
        found.push(...findTouches(from, to, a, b, i, r))
        return
      }
      const at = computeIntersection(from, to, a, b)
      found.push({
        at,
        onLine: i + Math.min(0.999999, projectOntoSegment(at, from, to).along),
        onRing: r + Math.min(0.999999, projectOntoSegment(at, a, b).along),
      })
    })
  })
  return found
}

/** Returns where a segment of the line passes an edge within the snap distance, at an end of one of the two. */
function findTouches(from: Point, to: Point, a: Point, b: Point, i: number, r: number): Crossing[] {
  const touches: Crossing[] = []
  const ofVertex = projectOntoSegment(a, from, to)
  if (ofVertex.squared <= LINE_SNAP_DISTANCE ** 2)
    touches.push({ at: a, onLine: i + Math.min(0.999999, ofVertex.along), onRing: r })
  const ofPoint = projectOntoSegment(from, a, b)
  if (ofPoint.squared <= LINE_SNAP_DISTANCE ** 2)
    touches.push({ at: from, onLine: i, onRing: r + Math.min(0.999999, ofPoint.along) })
  return touches
}

/** Returns the vertices of a ring between two positions, going forward. */
function betweenOnRing(ring: Ring, from: number, to: number): Point[] {
  const points: Point[] = []
  const end = to < from ? to + ring.length : to
  for (let i = Math.floor(from) + 1; i <= Math.floor(end); i++) points.push(ring[i % ring.length] ?? [0, 0])
  return points
}

const round = (x: number, y: number): Point => [Math.round(x), Math.round(y)]

/** Two to five clicks from outside to outside. */
function crossing(cell: Cell, random: Random, pixel: number): Point[] {
  const [west, south, east, north] = getShapeBox(cell.shape)
  const over = () => pixel * (2 + random() * 30)
  const inner = 1 + Math.floor(random() * 3)
  const upright = random() < 0.5
  const [start, end] = upright ? [south - over(), north + over()] : [west - over(), east + over()]
  const [low, high] = upright ? [west, east] : [south, north]
  const at = () => low + (0.2 + 0.6 * random()) * (high - low)
  const across = at()
  return Array.from({ length: inner + 2 }, (_, i) => {
    const along = start + ((end - start) * i) / (inner + 1)
    const aside = across + (random() - 0.5) * 0.25 * (high - low)
    return upright ? round(aside, along) : round(along, aside)
  })
}

/** The same course, drawn with a pressed mouse button: a point every few pixels, with the tremor of a hand. */
export function drawFreehand(course: readonly Point[], random: Random, pixel: number): Point[] {
  const points: Point[] = []
  let [dx, dy] = [0, 0]
  const tremor = () => (random() - 0.5) * 3 * pixel
  course.slice(1).forEach((to, i) => {
    const from = course[i] ?? to
    const steps = Math.max(1, Math.round(Math.hypot(to[0] - from[0], to[1] - from[1]) / (pixel * 6)))
    for (let step = 0; step < steps; step++) {
      dx = dx * 0.7 + tremor()
      dy = dy * 0.7 + tremor()
      const part = step / steps
      points.push(round(from[0] + (to[0] - from[0]) * part + dx, from[1] + (to[1] - from[1]) * part + dy))
    }
  })
  const last = course.at(-1)
  return last ? [...points, last] : points
}

/** Follows the border of the cell for a while, on both sides of it, and then turns to the other side. */
function alongBorder(cell: Cell, random: Random, pixel: number): Point[] {
  const ring = cell.shape[0]?.[0] ?? []
  const first = Math.floor(random() * ring.length)
  const along = Array.from({ length: 3 }, (_, i) => ring[(first + i) % ring.length] ?? ([0, 0] as Point))
  const far = ring[(first + Math.floor(ring.length / 2)) % ring.length] ?? [0, 0]
  const turn = along.at(-1) ?? far
  const beyond = round(far[0] + 0.1 * (far[0] - turn[0]), far[1] + 0.1 * (far[1] - turn[1]))
  return drawFreehand([...along, beyond], random, pixel)
}

/** From the border of an enclave round a piece and back to the enclave; the ends lie inside the enclave. */
function roundEnclave(cell: Cell, random: Random, pixel: number): Point[] {
  const hole = cell.shape[0]?.[1] ?? []
  const [west, , east] = getShapeBox([[hole]])
  const x = hole.reduce((sum, point) => sum + point[0], 0) / hole.length
  const y = hole.reduce((sum, point) => sum + point[1], 0) / hole.length
  const turn = random() * 2 * Math.PI
  const at = (angle: number, distance: number) =>
    round(x + Math.cos(turn + angle) * distance, y + Math.sin(turn + angle) * distance)
  const size = (east - west) * (0.9 + random() * 0.3)
  return drawFreehand(
    [at(-0.5, 0), at(-0.45, size), at(0, size * 1.4), at(0.45, size), at(0.5, (east - west) * 0.05)],
    random,
    pixel / 4,
  )
}

/** A closed line round a piece in the middle of the cell. */
function loopInside(cell: Cell, random: Random, pixel: number): Point[] {
  const [west, south, east, north] = getShapeBox(cell.shape)
  const [x, y] = [(west + east) / 2, (south + north) / 2]
  const size = (0.1 + random() * 0.15) * Math.min(east - west, north - south)
  const count = 5 + Math.floor(random() * 20)
  const points = Array.from({ length: count }, (_, i) => {
    const distance = size * (0.9 + 0.2 * random()) + pixel * random()
    const angle = (2 * Math.PI * i) / count
    return round(x + Math.cos(angle) * distance, y + Math.sin(angle) * distance)
  })
  return [...points, ...points.slice(0, 1)]
}

import Flatbush from 'flatbush'
import { certify } from '#shared/geometry/certificate.ts'
import { sideOfPolygon } from '#shared/geometry/contains-point.ts'
import { dissolve } from '#shared/geometry/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { interiorPoint } from '#shared/geometry/interior-point.ts'
import type { MultiPolygon, Point, Polygon } from '#shared/geometry/lattice.ts'
import { polygonAreaM2, scaleAt } from '#shared/geometry/measure.ts'
import { ringConflict } from '#shared/geometry/ring-conflict.ts'
import { keyOf, ringsFromEdges } from '#shared/geometry/rings-from-edges.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import { comesBefore, toSegment } from '#shared/geometry/segments.ts'
import { cellFinder } from './cell-finder.ts'
import type { NodedRing } from './noded-ring.ts'
import { nodeRings } from './node-rings.ts'
import { snapVertices } from './snap-vertices.ts'

export interface CleanTiling {
  /** As given where nothing had to be done, the very same object. */
  cells: MultiPolygon[]
  /** The unit around them, with the vertices it was given; null as it was null. */
  boundary: MultiPolygon | null
  /** Metres that the furthest vertex or border was moved; never more than the tolerance. */
  movedM: number
  /** Slivers that changed hands: an overlap, a gap (`from: null`), or land beyond the unit (`to: null`). */
  slivers: { to: number | null; from: number | null; areaM2: number }[]
  /** What is too wide to be mended; places are inside. */
  gaps: Place[]
  overlaps: (Place & { cells: number[] })[]
  outside: (Place & { cell: number })[]
  /** False: the borders could not be untangled, and the cells are as they were given. */
  untangled: boolean
}

export interface Place { shape: Polygon; areaM2: number; beside: number[] }

/**
 * Fits cells that nearly tile: vertices and borders within the tolerance become one, slivers that are nowhere wider go
 * to a neighbour, everything else is listed and stays. `boundary`: the unit they should tile, which is not moved, as
 * little as the cells whose index is among the `fixed` ones; both may be given more vertices.
 */
export function cleanTiling(
  given: readonly MultiPolygon[], boundary: MultiPolygon | null, toleranceM: number, fixed: ReadonlySet<number> = new Set(),
): CleanTiling {
  const untouched: CleanTiling = { cells: [...given], boundary, movedM: 0, slivers: [], gaps: [], overlaps: [], outside: [], untangled: true }
  if (given.length === 0 || (boundary && certify(toFlatPolygons(given), toFlatPolygons([boundary])).holds)) return untouched
  const scale = scaleAt(shapeBox(given[0]!)[1])
  // fitting in steps can add up: what has moved too far in sum is done again with smaller steps
  for (const part of [1, 0.5, 0.25]) {
    const cleaned = attempt(given, boundary, fixed, (toleranceM * part) / scale.y, scale.x / scale.y)
    if (cleaned === null) continue
    const movedM = Math.max(0, ...cleaned.cells.map((cell, i) => (cell === given[i] ? 0 : distanceBetween(cell, given[i]!, scale.x / scale.y)))) * scale.y
    if (movedM <= toleranceM) return { ...untouched, ...cleaned, movedM }
  }
  return { ...untouched, untangled: false }
}

type Attempt = Omit<CleanTiling, 'movedM' | 'untangled'>

/** null: the borders could not be untangled. */
function attempt(
  given: readonly MultiPolygon[], boundary: MultiPolygon | null, fixed: ReadonlySet<number>, tolerance: number, stretchX: number,
): Attempt | null {
  const rings: NodedRing[] = []
  const add = (shape: MultiPolygon, cell: number) =>
    shape.forEach((polygon, p) => polygon.forEach((ring) => rings.push({ points: [...ring], cell, polygon: p, fixed: cell < 0 || fixed.has(cell) })))
  given.forEach(add)
  if (boundary) add(boundary, -1)
  snapVertices(rings, tolerance, stretchX)
  if (!nodeRings(rings, tolerance, stretchX)) return null

  const shapes = given.map((_, cell) => shapeFrom(rings, cell))
  const frame = boundary && shapeFrom(rings, -1)
  const { changed, faces, ...listed } = assignFaces(shapes, frame, rings, fixed, tolerance, stretchX)
  const cells = shapes.map((shape, cell) => {
    const anew = changed.has(cell) ? dissolve((faces.get(cell) ?? []).map((face) => [face])) : shape
    return sameShape(anew, given[cell]!) ? given[cell]! : anew
  })
  if (cells.some((cell) => cell.length === 0 || ringConflict(cell))) return null
  return { cells, boundary: boundary && frame && !sameShape(frame, boundary) ? frame : boundary, ...listed }
}

function assignFaces(
  shapes: readonly MultiPolygon[], frame: MultiPolygon | null, rings: readonly NodedRing[], fixed: ReadonlySet<number>, tolerance: number, stretchX: number,
) {
  const owners = new Map<string, Set<number>>()
  const edges = new Map<string, { from: Point; to: Point }>()
  for (const { points, cell } of rings) {
    points.forEach((from, i) => {
      const to = points[(i + 1) % points.length]!
      const key = edgeKey(from, to)
      edges.set(key, { from, to })
      const known = owners.get(key)
      if (known) known.add(cell)
      else owners.set(key, new Set([cell]))
    })
  }
  const faces = ringsFromEdges([...edges.values()].flatMap(({ from, to }) => [{ from, to }, { from: to, to: from }]))
  const cellsAt = cellFinder(shapes)
  const changed = new Set<number>()
  const kept = new Map<number, Polygon[]>()
  const keep = (cell: number, face: Polygon) => kept.set(cell, [...kept.get(cell) ?? [], face])
  const slivers: CleanTiling['slivers'] = []
  const gaps: Place[] = []
  const overlaps: CleanTiling['overlaps'] = []
  const outside: CleanTiling['outside'] = []

  for (const face of faces) {
    const [x, y] = interiorPoint(face)
    const cells = cellsAt(x, y)
    const inFrame = frame === null || frame.some((polygon) => sideOfPolygon(polygon, x, y) === 'inside')
    if (inFrame && cells.length === 1) {
      keep(cells[0]!, face)
      continue
    }
    if (!inFrame && cells.length === 0) continue
    const areaM2 = polygonAreaM2(face)
    const lengths = borderLengths(face, owners)
    const beside = [...lengths.keys()].filter((cell) => cell >= 0)
    // whose border would move across the face moves by no more than the tolerance
    const isThin = (cell: number) => !fixed.has(cell) && widthFrom(face, owners, cell, stretchX) <= tolerance
    if (!inFrame) {
      for (const cell of cells) {
        if (isThin(cell)) {
          changed.add(cell)
          slivers.push({ to: null, from: cell, areaM2 })
        } else {
          keep(cell, face)
          outside.push({ shape: face, areaM2, beside, cell })
        }
      }
    } else if (cells.length === 0) {
      const to = beside.filter(isThin).sort((a, b) => lengths.get(b)! - lengths.get(a)!)[0]
      if (to === undefined) gaps.push({ shape: face, areaM2, beside })
      else {
        changed.add(to)
        keep(to, face)
        slivers.push({ to, from: null, areaM2 })
      }
    } else {
      const to = cells.find((cell) => cells.every((other) => other === cell || isThin(other)))
      if (to === undefined) {
        overlaps.push({ shape: face, areaM2, beside, cells })
        for (const cell of cells) keep(cell, face)
        continue
      }
      keep(to, face)
      for (const from of cells) {
        if (from === to) continue
        changed.add(from)
        slivers.push({ to, from, areaM2 })
      }
    }
  }
  return { faces: kept, changed, slivers, gaps, overlaps, outside }
}

function shapeFrom(rings: readonly NodedRing[], cell: number): MultiPolygon {
  const polygons: Point[][][] = []
  for (const ring of rings) {
    if (ring.cell !== cell || ring.points.length < 3) continue
    const polygon = polygons[ring.polygon] ??= []
    polygon.push(ring.points)
  }
  return polygons.filter((polygon) => polygon !== undefined)
}

function borderLengths(face: Polygon, owners: ReadonlyMap<string, ReadonlySet<number>>): Map<number, number> {
  const lengths = new Map<number, number>()
  forEachEdge(face, (from, to) => {
    for (const owner of owners.get(edgeKey(from, to)) ?? []) {
      lengths.set(owner, (lengths.get(owner) ?? 0) + Math.hypot(to[0] - from[0], to[1] - from[1]))
    }
  })
  return lengths
}

/** How far apart the two sides of a face are where they are furthest: the cell's own border, and all other borders. */
function widthFrom(face: Polygon, owners: ReadonlyMap<string, ReadonlySet<number>>, cell: number, stretchX: number): number {
  const own: [Point, Point][] = []
  const rest: [Point, Point][] = []
  forEachEdge(face, (from, to) => {
    const side = owners.get(edgeKey(from, to))?.has(cell) ? own : rest
    side.push([stretched(from, stretchX), stretched(to, stretchX)])
  })
  const furthest = (edges: readonly [Point, Point][], others: readonly [Point, Point][]) => edges.flat().reduce((most, point) =>
    Math.max(most, others.reduce((least, [from, to]) => Math.min(least, toSegment(point, from, to).squared), Infinity)), 0)
  return own.length === 0 || rest.length === 0 ? Infinity : Math.sqrt(Math.max(furthest(own, rest), furthest(rest, own)))
}

function forEachEdge(face: Polygon, visit: (from: Point, to: Point) => void): void {
  for (const ring of face) ring.forEach((from, i) => visit(from, ring[(i + 1) % ring.length]!))
}

/** How far apart two borders are where they are furthest: from the vertices of each to the nearest edge of the other. */
function distanceBetween(one: MultiPolygon, other: MultiPolygon, stretchX: number): number {
  const [a, b] = [one, other].map((shape) => shape.map((polygon) => polygon.map((ring) => ring.map((point) => stretched(point, stretchX)))))
  return Math.max(furthestFrom(a!, b!), furthestFrom(b!, a!))
}

function furthestFrom(points: MultiPolygon, border: MultiPolygon): number {
  const edges = border.flat().flatMap((ring) => ring.map((from, i): [Point, Point] => [from, ring[(i + 1) % ring.length]!]))
  const index = new Flatbush(edges.length)
  for (const [a, b] of edges) index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()
  let furthest = 0
  for (const point of points.flat(2)) {
    // the nearest box holds no nearer edge than itself: look at all boxes as near as the edge found first
    const first = index.neighbors(point[0], point[1], 1).map((edge) => toSegment(point, ...edges[edge]!).squared)[0] ?? Infinity
    const reach = Math.sqrt(first)
    const squared = index.search(point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)
      .reduce((least, edge) => Math.min(least, toSegment(point, ...edges[edge]!).squared), first)
    furthest = Math.max(furthest, Math.sqrt(squared))
  }
  return furthest
}

const stretched = ([x, y]: Point, stretchX: number): Point => [x * stretchX, y]

const edgeKey = (a: Point, b: Point) => (comesBefore(a, b) ? `${keyOf(a)} ${keyOf(b)}` : `${keyOf(b)} ${keyOf(a)}`)

function sameShape(one: MultiPolygon, other: MultiPolygon): boolean {
  return one.length === other.length && one.every((polygon, p) => polygon.length === other[p]!.length
    && polygon.every((ring, r) => ring.length === other[p]![r]!.length
      && ring.every(([x, y], i) => x === other[p]![r]![i]![0] && y === other[p]![r]![i]![1])))
}

import Flatbush from 'flatbush'
import { itemAt } from '../../geometry/at.ts'
import type { Box, MultiPolygon, Point, Ring } from '../../geometry/lattice.ts'
import { computeScaleAt, type LatticeScale } from '../../geometry/measure.ts'
import { getShapeBox } from '../../geometry/shapes/shape-box.ts'
import { borderKinds, type DivisionBuilding, type DivisionInput, type LineKind } from '../division-input.ts'
import { createVertexTable, densify, nodeSegments, type Segment } from './node-segments.ts'

/** Metres between the vertices of outlines and lines, and of footprints: closer ones make cells of better shape. */
const LINE_STEP_M = 30
const FOOTPRINT_STEP_M = 12
/** Half of the side of the square that stands for a building without a footprint. */
const POINT_REACH_M = 2

/** What runs along a pair of vertices. */
export interface Constraint {
  a: number
  b: number
  isOutline: boolean
  isFootprint: boolean
  /** Position in `borderKinds`; -1: no line. */
  kind: number
}

/** Everything that cells are made of, meeting in common vertices only. */
export interface NodedInput {
  points: Point[]
  constraints: Constraint[]
  /** Building that has a vertex on its footprint; -1: none. */
  ownerOf: Int32Array
  /** Outer rings by building. */
  footprints: Ring[][]
  box: Box
  scale: LatticeScale
}

/** Sources below this number are lines by kind, the outline has this one, and footprints follow. */
const OUTLINE = borderKinds.length

/** Collects outline, lines and footprints on the lattice and nodes them. */
export function collectSegments(land: MultiPolygon, { buildings, lines, grids }: DivisionInput): NodedInput {
  const box = getShapeBox(land)
  const scale = computeScaleAt((box[1] + box[3]) / 2)
  const segments: Segment[] = []
  const addRing = (ring: Ring, step: number, source: number) =>
    ring.forEach((a, i) => {
      densify(a, itemAt(ring, (i + 1) % ring.length), step, scale, (from, to) =>
        segments.push({ a: from, b: to, source }),
      )
    })
  for (const ring of land.flat()) addRing(ring, LINE_STEP_M, OUTLINE)
  const footprints = buildings.map((building) => toRings(building, scale))
  footprints.forEach((rings, index) => {
    for (const ring of rings) addRing(ring, FOOTPRINT_STEP_M, OUTLINE + 1 + index)
  })
  for (const { kind, points } of lines) addLine(points, kind)
  for (const { shape } of grids) for (const ring of shape.flat()) addLine([...ring, itemAt(ring, 0)], 'today')
  const noded = nodeSegments(segments)
  return { ...numberVertices(noded), footprints, box, scale }

  function addLine(points: readonly Point[], kind: LineKind): void {
    const source = borderKinds.indexOf(kind)
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [itemAt(points, i - 1), itemAt(points, i)]
      if (!meets(a, b, box)) continue
      densify(a, b, LINE_STEP_M, scale, (from, to) => {
        if (meets(from, to, box)) segments.push({ a: from, b: to, source })
      })
    }
  }
}

function numberVertices(segments: readonly Segment[]) {
  const vertices = createVertexTable()
  const byPair = new Map<string, Constraint>()
  const owners: number[] = []
  for (const { a, b, source } of segments) {
    const [u, v] = [vertices.numberOf(a), vertices.numberOf(b)]
    const key = u < v ? `${u} ${v}` : `${v} ${u}`
    let constraint = byPair.get(key)
    if (constraint === undefined)
      byPair.set(key, (constraint = { a: u, b: v, isOutline: false, isFootprint: false, kind: -1 }))
    if (source === OUTLINE) constraint.isOutline = true
    else if (source > OUTLINE) {
      constraint.isFootprint = true
      owners[u] ??= source - OUTLINE - 1
      owners[v] ??= source - OUTLINE - 1
    } else if (constraint.kind < 0 || source < constraint.kind) constraint.kind = source
  }
  const ownerOf = Int32Array.from({ length: vertices.points.length }, (_, v) => owners[v] ?? -1)
  return { points: vertices.points, constraints: [...byPair.values()], ownerOf }
}

function toRings({ footprint, place: [x, y] }: DivisionBuilding, scale: LatticeScale): Ring[] {
  const rings = footprint.flatMap(([outer]) => (outer === undefined || outer.length < 3 ? [] : [outer]))
  if (rings.length > 0) return rings
  const [dx, dy] = [Math.round(POINT_REACH_M / scale.x), Math.round(POINT_REACH_M / scale.y)]
  return [
    [
      [x - dx, y - dy],
      [x + dx, y - dy],
      [x + dx, y + dy],
      [x - dx, y + dy],
    ],
  ]
}

const meets = (a: Point, b: Point, [west, south, east, north]: Box): boolean =>
  Math.max(a[0], b[0]) >= west &&
  Math.min(a[0], b[0]) <= east &&
  Math.max(a[1], b[1]) >= south &&
  Math.min(a[1], b[1]) <= north

/** Returns a function that finds the building whose footprint contains a point; -1: none. */
export function indexFootprints(
  footprints: readonly Ring[][],
  isInside: (ring: Ring, x: number, y: number) => boolean,
): (x: number, y: number) => number {
  const rings = footprints.flatMap((each, building) => each.map((ring) => ({ ring, building })))
  if (rings.length === 0) return () => -1
  const index = new Flatbush(rings.length)
  for (const { ring } of rings) index.add(...getShapeBox([[ring]]))
  index.finish()
  return (x, y) => {
    const found = index
      .search(x, y, x, y)
      .sort((a, b) => a - b)
      .find((row) => isInside(itemAt(rings, row).ring, x, y))
    return found === undefined ? -1 : itemAt(rings, found).building
  }
}

import { addTo, float64At, int32At, itemAt, numberAt, uint32At } from '../../geometry/at.ts'
import type { MultiPolygon, Point } from '../../geometry/lattice.ts'
import type { DivisionInput } from '../division-input.ts'
import { createUnionFind } from '../union-find.ts'
import { collectSegments, type NodedInput } from './collect-segments.ts'
import { nextEdge } from './constrained-triangulation.ts'
import { type LabelledTriangles, labelOfHalf, labelTriangles, OUTSIDE } from './label-triangles.ts'

/** A piece of border between two cells; -1 stands for the land outside. */
export interface BorderSegment {
  a: Point
  b: Point
  left: number
  right: number
  /** Position in `borderKinds` of the line that it runs along; -1: none. */
  kind: number
  /** Whether both sides are buildings whose walls touch. */
  isWall: boolean
  lengthM: number
}

/** Smallest pieces of land that a division puts together: one for each building with the land around it, and empty land. */
export interface Cells {
  count: number
  /** Building of the cell; -1: empty land. */
  buildingOf: Int32Array
  areaM2: Float64Array
  segments: BorderSegment[]
  noded: NodedInput
}

/** Divides the land into cells whose borders run along lines, or halfway between buildings. */
export function buildCells(land: MultiPolygon, input: DivisionInput): Cells {
  const noded = collectSegments(land, input)
  const triangles = labelTriangles(land, noded)
  const pieces = createPieces(triangles, noded.ownerOf)
  const segments = listSegments(triangles, noded, pieces)
  const { cellOf, count, buildingOf, areaM2 } = pieces.toCells()
  const inside = segments.map((segment) => ({
    ...segment,
    left: segment.left < 0 ? -1 : int32At(cellOf, segment.left),
    right: segment.right < 0 ? -1 : int32At(cellOf, segment.right),
  }))
  return { count, buildingOf, areaM2, segments: inside.filter(({ left, right }) => left !== right), noded }
}

/**
 * Pieces of triangles: slot k of a triangle holds the land that belongs to the owner of its corner k. Pieces with the same
 * label that touch along an edge are one cell.
 */
function createPieces(triangles: LabelledTriangles, ownerOf: Int32Array) {
  const { mesh, labels, isFree, areas, buildings } = triangles
  const count = labels.length
  const sets = createUnionFind(3 * count)
  const ownerAt = (t: number, k: number) => ownerOf[uint32At(mesh.start, 3 * t + k)] ?? -1
  const slotOf = (t: number, label: number): number => {
    if (isFree[t] === 1) for (let k = 0; k < 3; k++) if (ownerAt(t, k) === label) return 3 * t + k
    return 3 * t
  }
  const pieceAreas = new Float64Array(3 * count)
  const pieceLabels = new Int32Array(3 * count).fill(OUTSIDE)
  for (let t = 0; t < count; t++) {
    if (labels[t] === OUTSIDE) continue
    for (const { label, share } of shareTriangle(triangles, ownerOf, t)) {
      const slot = slotOf(t, label)
      pieceLabels[slot] = label
      addTo(pieceAreas, slot, share * numberAt(areas, t))
    }
  }

  /** Numbers the cells; of a building whose land is in several places the largest is its cell, the others are empty land. */
  function toCells() {
    const cellOf = new Int32Array(3 * count).fill(-1)
    const cellAreas: number[] = []
    const cellLabels: number[] = []
    for (let piece = 0; piece < 3 * count; piece++) {
      const label = int32At(pieceLabels, piece)
      if (label === OUTSIDE) continue
      const root = sets.find(piece)
      if (int32At(cellOf, root) < 0) {
        cellOf[root] = cellAreas.length
        cellAreas.push(0)
        cellLabels.push(label)
      }
      const cell = int32At(cellOf, root)
      cellOf[piece] = cell
      cellAreas[cell] = itemAt(cellAreas, cell) + float64At(pieceAreas, piece)
    }
    const largest = new Map<number, number>()
    cellLabels.forEach((label, cell) => {
      const best = largest.get(label)
      if (best === undefined || itemAt(cellAreas, cell) > itemAt(cellAreas, best)) largest.set(label, cell)
    })
    const buildingOf = Int32Array.from(cellLabels, (label, cell) =>
      label < buildings && largest.get(label) === cell ? label : -1,
    )
    return { cellOf, count: cellAreas.length, buildingOf, areaM2: Float64Array.from(cellAreas) }
  }

  return { slotOf, join: sets.union, toCells }
}

/** How a triangle is divided among the owners of its corners: halfway between them. */
function shareTriangle(
  { mesh, labels, isFree }: LabelledTriangles,
  ownerOf: Int32Array,
  t: number,
): { label: number; share: number }[] {
  const label = int32At(labels, t)
  if (isFree[t] !== 1) return [{ label, share: 1 }]
  const owners = [0, 1, 2].map((k) => ownerOf[uint32At(mesh.start, 3 * t + k)] ?? -1)
  const known = [...new Set(owners.filter((owner) => owner >= 0))]
  if (known.length === 0) return [{ label, share: 1 }]
  if (known.length === 1) return [{ label: itemAt(known, 0), share: 1 }]
  if (known.length === 3) return known.map((each) => ({ label: each, share: 1 / 3 }))
  if (owners.includes(-1)) return known.map((each) => ({ label: each, share: 1 / 2 }))
  return known.map((each) => ({
    label: each,
    share: owners.filter((owner) => owner === each).length === 2 ? 3 / 4 : 1 / 4,
  }))
}

function listSegments(
  triangles: LabelledTriangles,
  { points, ownerOf, scale }: NodedInput,
  { slotOf, join }: ReturnType<typeof createPieces>,
): BorderSegment[] {
  const { mesh, constraintOf, buildings, labels, isFree } = triangles
  const segments: BorderSegment[] = []
  const measure = (a: Point, b: Point) => Math.hypot((a[0] - b[0]) * scale.x, (a[1] - b[1]) * scale.y)
  const add = (a: Point, b: Point, left: number, right: number, kind = -1, isWall = false) =>
    segments.push({ a, b, left, right, kind, isWall, lengthM: measure(a, b) })
  const pieceOf = (t: number, label: number) => (label === OUTSIDE ? -1 : slotOf(t, label))
  const startOf = (e: number) => points[uint32At(mesh.start, e)]
  const middle = (a: Point, b: Point): Point => [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]
  const isBuilding = (label: number) => label >= 0 && label < buildings

  for (let e = 0; e < mesh.start.length; e++) {
    const twin = int32At(mesh.twin, e)
    const [a, b] = [startOf(e), startOf(nextEdge(e))]
    if (twin < e || !a || !b) continue
    const [t, u] = [Math.floor(e / 3), Math.floor(twin / 3)]
    const halves = [false, true].map((atEnd) => ({
      left: labelOfHalf(triangles, ownerOf, e, atEnd),
      right: labelOfHalf(triangles, ownerOf, twin, !atEnd),
    }))
    const [first, second] = [itemAt(halves, 0), itemAt(halves, 1)]
    for (const { left, right } of halves)
      if (left === right && left !== OUTSIDE) join(slotOf(t, left), slotOf(u, right))
    const kind = constraintOf[e]?.kind ?? -1
    const isWall = isFree[t] !== 1 && isFree[u] !== 1
    const addHalf = (from: Point, to: Point, { left, right }: { left: number; right: number }) => {
      const wall = isWall && isBuilding(left) && isBuilding(right)
      // the same label on both sides can still be two cells: segments between pieces of one cell are left out later
      if (left !== right) add(from, to, pieceOf(t, left), pieceOf(u, right), kind, wall)
    }
    if (first.left === second.left && first.right === second.right) addHalf(a, b, first)
    else {
      const m = middle(a, b)
      addHalf(a, m, first)
      addHalf(m, b, second)
    }
  }
  for (let t = 0; t < labels.length; t++) if (isFree[t] === 1) cutTriangle(t)
  return segments

  /** Adds the borders inside a triangle between the owners of its corners. */
  function cutTriangle(t: number): void {
    const owners = [0, 1, 2].map((k) => ownerOf[uint32At(mesh.start, 3 * t + k)] ?? -1)
    const corners = [0, 1, 2].map((k) => startOf(3 * t + k))
    const distinct = new Set(owners.filter((owner) => owner >= 0)).size
    if (distinct < 2) return
    const at = (k: number): Point => corners[k % 3] ?? [0, 0]
    const owner = (k: number) => itemAt(owners, k % 3)
    const mid = (k: number) => middle(at(k), at(k + 1))
    const border = (from: Point, to: Point, left: number, right: number) =>
      add(from, to, slotOf(t, left), slotOf(t, right))
    if (distinct === 3) {
      const centre: Point = [
        Math.round((at(0)[0] + at(1)[0] + at(2)[0]) / 3),
        Math.round((at(0)[1] + at(1)[1] + at(2)[1]) / 3),
      ]
      for (let k = 0; k < 3; k++) border(mid(k), centre, owner(k), owner(k + 1))
      return
    }
    for (let k = 0; k < 3; k++) {
      if (owner(k) < 0) border(mid(k + 1), at(k), owner(k + 1), owner(k + 2))
      else if (owner(k + 1) === owner(k + 2)) border(mid(k), mid(k + 2), owner(k), owner(k + 1))
    }
  }
}

import { float64At, itemAt } from '../at.ts'
import Flatbush from 'flatbush'
import type { MultiPolygon, Point } from '../lattice.ts'
import { hasSegmentConflict, isSamePoint } from '../segments.ts'

/**
 * Returns a point at which the rings of a shape meet themselves or each other; null if every ring is simple.
 * Rings of one shape may touch in a vertex, as OGC allows. Exact.
 */
export function findSelfIntersection(shape: MultiPolygon): Point | null {
  const edges = edgesOf(shape)
  const { from, to } = edges
  const count = from.length
  for (let i = 0; i < count; i++) if (isSamePoint(itemAt(from, i), itemAt(to, i))) return itemAt(from, i)
  return count <= MAX_PAIRWISE_EDGES ? compareAll(edges) : searchIndex(edges)
}

/** Edge i goes from `from[i]` to `to[i]`; its box is west, south, east, north from `boxes[4i]` on. */
interface Edges {
  from: Point[]
  to: Point[]
  ring: number[]
  boxes: Float64Array
}

/** Up to this number of edges comparing all pairs is faster than building an index. */
const MAX_PAIRWISE_EDGES = 100

function edgesOf(shape: MultiPolygon): Edges {
  const edges: Omit<Edges, 'boxes'> = { from: [], to: [], ring: [] }
  let rings = 0
  for (const polygon of shape) {
    for (const points of polygon) {
      for (let i = 0; i < points.length; i++) {
        edges.from.push(itemAt(points, i))
        edges.to.push(itemAt(points, i + 1 === points.length ? 0 : i + 1))
        edges.ring.push(rings)
      }
      rings++
    }
  }
  const boxes = new Float64Array(edges.from.length * 4)
  for (let i = 0, at = 0; i < edges.from.length; i++, at += 4) {
    const a = itemAt(edges.from, i)
    const b = itemAt(edges.to, i)
    boxes[at] = Math.min(a[0], b[0])
    boxes[at + 1] = Math.min(a[1], b[1])
    boxes[at + 2] = Math.max(a[0], b[0])
    boxes[at + 3] = Math.max(a[1], b[1])
  }
  return { ...edges, boxes }
}

function compareAll(edges: Edges): Point | null {
  const { from, boxes } = edges
  for (let i = 0; i < from.length; i++) {
    const west = float64At(boxes, 4 * i)
    const south = float64At(boxes, 4 * i + 1)
    const east = float64At(boxes, 4 * i + 2)
    const north = float64At(boxes, 4 * i + 3)
    for (let j = i + 1, at = 4 * j; j < from.length; j++, at += 4) {
      if (
        float64At(boxes, at) <= east &&
        float64At(boxes, at + 2) >= west &&
        float64At(boxes, at + 1) <= north &&
        float64At(boxes, at + 3) >= south &&
        areInConflict(edges, i, j)
      )
        return itemAt(from, i)
    }
  }
  return null
}

function searchIndex(edges: Edges): Point | null {
  const { from, boxes } = edges
  const index = new Flatbush(from.length)
  for (let at = 0; at < boxes.length; at += 4)
    index.add(float64At(boxes, at), float64At(boxes, at + 1), boxes[at + 2], boxes[at + 3])
  index.finish()
  for (let i = 0, at = 0; i < from.length; i++, at += 4) {
    for (const j of index.search(
      float64At(boxes, at),
      float64At(boxes, at + 1),
      float64At(boxes, at + 2),
      float64At(boxes, at + 3),
      (other) => other > i,
    ))
      if (areInConflict(edges, i, j)) return itemAt(from, i)
  }
  return null
}

/** Whether edge i and a later edge j are in conflict within one shape. */
function areInConflict({ from, to, ring }: Edges, i: number, j: number): boolean {
  const [a, b, c, d] = [itemAt(from, i), itemAt(to, i), itemAt(from, j), itemAt(to, j)]
  if (hasSegmentConflict(a, b, c, d)) return true
  // hasSegmentConflict() allows equal segments, which are a border of two shapes, but nothing inside one
  if ((isSamePoint(a, d) && isSamePoint(b, c)) || (isSamePoint(a, c) && isSamePoint(b, d))) return true
  // and it allows a common end: within a ring only neighbours may have one, between rings a touch is allowed
  if (ring[i] !== ring[j]) return false
  const follows = j === i + 1
  const closes = (i === 0 || ring[i - 1] !== ring[i]) && ring[j + 1] !== ring[j]
  return (
    !follows && !closes && (isSamePoint(a, c) || isSamePoint(a, d) || isSamePoint(b, c) || isSamePoint(b, d))
  )
}

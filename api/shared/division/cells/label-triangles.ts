import { int32At, itemAt, numberAt, uint32At } from '../../geometry/at.ts'
import type { MultiPolygon } from '../../geometry/lattice.ts'
import { locatePointInPolygon, locatePointInRing } from '../../geometry/shapes/point-in-polygon.ts'
import { type Constraint, indexFootprints, type NodedInput } from './collect-segments.ts'
import { nextEdge, previousEdge, type Triangulation, triangulate } from './constrained-triangulation.ts'

/** Label of triangles outside of the land; buildings have theirs, and empty land has numbers above them. */
export const OUTSIDE = -1
const FREE = -2
/** Empty land is divided into pieces of at most this share of the land: a ring of it round everything balances nothing. */
const EMPTY_SHARE = 1 / 40

export interface LabelledTriangles {
  mesh: Triangulation
  /** By triangle: a building, `OUTSIDE`, empty land, or free land that the owners of its corners divide (`isFree`). */
  labels: Int32Array
  isFree: Uint8Array
  /** By half-edge: what runs along it. */
  constraintOf: (Constraint | undefined)[]
  /** Square metres by triangle. */
  areas: Float64Array
  /** Labels below this number are buildings. */
  buildings: number
  labelCount: number
}

/** Triangulates the land and says of each triangle whether it is a building, land between buildings, or outside. */
export function labelTriangles(land: MultiPolygon, input: NodedInput): LabelledTriangles {
  const { points, constraints, footprints } = input
  const mesh = triangulate(
    toStretchedCoordinates(input),
    constraints.map(({ a, b }) => [a, b] as const),
  )
  const count = mesh.start.length / 3
  const constraintOf = assignConstraints(mesh, constraints)
  const areas = Float64Array.from({ length: count }, (_, t) => computeAreaM2(mesh, input, t))
  const labels = new Int32Array(count).fill(FREE)
  const footprintAt = indexFootprints(footprints, (ring, x, y) => locatePointInRing(ring, x, y) !== 'outside')
  const visited = new Uint8Array(count)
  const isBarrier = (e: number) => {
    const constraint = constraintOf[e]
    return constraint !== undefined && (constraint.isOutline || constraint.isFootprint)
  }
  for (let first = 0; first < count; first++) {
    if (visited[first] === 1) continue
    const component = flood(mesh, first, visited, isBarrier)
    const largest = component.reduce((a, b) => (numberAt(areas, b) > numberAt(areas, a) ? b : a))
    const corners = [0, 1, 2].map((k) => uint32At(mesh.start, 3 * largest + k))
    let label = OUTSIDE
    // the far frame is outside
    if (corners.every((v) => v < points.length)) {
      const xy = corners.map((v) => itemAt(points, v))
      const x = xy.reduce((sum, [each]) => sum + each, 0) / 3
      const y = xy.reduce((sum, [, each]) => sum + each, 0) / 3
      if (land.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')) {
        const building = footprintAt(x, y)
        label = building >= 0 ? building : FREE
      }
    }
    for (const t of component) labels[t] = label
  }
  const isFree = Uint8Array.from(labels, (label) => (label === FREE ? 1 : 0))
  const labelCount = labelEmptyLand(mesh, input, labels, areas, footprints.length)
  return { mesh, labels, isFree, constraintOf, areas, buildings: footprints.length, labelCount }
}

/** Free triangles without a building at a corner become pieces of empty land that no line crosses. */
function labelEmptyLand(
  mesh: Triangulation,
  { ownerOf }: NodedInput,
  labels: Int32Array,
  areas: Float64Array,
  buildings: number,
): number {
  let total = 0
  for (let t = 0; t < labels.length; t++) if (labels[t] !== OUTSIDE) total += numberAt(areas, t)
  const most = total * EMPTY_SHARE
  let next = buildings
  const isEmpty = (t: number) =>
    labels[t] === FREE && [0, 1, 2].every((k) => (ownerOf[uint32At(mesh.start, 3 * t + k)] ?? -1) < 0)
  for (let first = 0; first < labels.length; first++) {
    if (!isEmpty(first)) continue
    labels[first] = next
    let area = numberAt(areas, first)
    const queue = [first]
    for (let head = 0; head < queue.length; head++)
      for (let k = 0; k < 3; k++) {
        const e = 3 * itemAt(queue, head) + k
        const twin = int32At(mesh.twin, e)
        if (twin < 0 || mesh.fixed[e] === 1) continue
        const t = Math.floor(twin / 3)
        if (!isEmpty(t) || area + numberAt(areas, t) > most) continue
        labels[t] = next
        area += numberAt(areas, t)
        queue.push(t)
      }
    next++
  }
  return next
}

function flood(
  { twin }: Triangulation,
  first: number,
  visited: Uint8Array,
  isBarrier: (e: number) => boolean,
): number[] {
  const component = [first]
  visited[first] = 1
  for (let head = 0; head < component.length; head++)
    for (let k = 0; k < 3; k++) {
      const e = 3 * itemAt(component, head) + k
      const other = int32At(twin, e)
      if (other < 0 || isBarrier(e)) continue
      const t = Math.floor(other / 3)
      if (visited[t] === 1) continue
      visited[t] = 1
      component.push(t)
    }
  return component
}

function assignConstraints(mesh: Triangulation, constraints: readonly Constraint[]) {
  const byPair = new Map<number, Constraint>()
  const size = mesh.start.length + 8
  for (const each of constraints) byPair.set(Math.min(each.a, each.b) * size + Math.max(each.a, each.b), each)
  return Array.from(mesh.start, (a, e) => {
    const b = uint32At(mesh.start, nextEdge(e))
    return byPair.get(Math.min(a, b) * size + Math.max(a, b))
  })
}

/**
 * Whole numbers in which a metre is nearly the same in both directions, so that triangles have a good shape and orientations
 * stay exact, followed by four points far outside: the triangulation drops nearly collinear points of its hull.
 */
function toStretchedCoordinates({ points, box, scale }: NodedInput): Float64Array {
  const ratio = scale.x / scale.y
  let [stretchX, stretchY] = [1, 1]
  for (let y = 1; y <= 8; y++) {
    const x = Math.max(1, Math.round(y * ratio))
    if (Math.abs(x / y - ratio) < Math.abs(stretchX / stretchY - ratio) - 0.01) [stretchX, stretchY] = [x, y]
  }
  const xy = new Float64Array(2 * points.length + 8)
  points.forEach(([x, y], i) => {
    xy[2 * i] = (x - box[0]) * stretchX
    xy[2 * i + 1] = (y - box[1]) * stretchY
  })
  const [width, height] = [(box[2] - box[0]) * stretchX, (box[3] - box[1]) * stretchY]
  const far = Math.max(width, height)
  xy.set(
    [-far, -far, width + far, -far - 1, width + far + 1, height + far, -far - 2, height + far + 1],
    2 * points.length,
  )
  return xy
}

function computeAreaM2(mesh: Triangulation, { points, scale }: NodedInput, t: number): number {
  const [a, b, c] = [0, 1, 2].map((k) => points[uint32At(mesh.start, 3 * t + k)])
  if (!a || !b || !c) return 0
  return (Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2) * scale.x * scale.y
}

/** Returns the label of a triangle on one half of an edge: at its start, or at its end. */
export function labelOfHalf(
  { mesh, labels, isFree }: LabelledTriangles,
  ownerOf: Int32Array,
  e: number,
  atEnd: boolean,
): number {
  const t = Math.floor(e / 3)
  const label = int32At(labels, t)
  if (isFree[t] !== 1) return label
  const near = ownerOf[uint32At(mesh.start, atEnd ? nextEdge(e) : e)] ?? -1
  if (near >= 0) return near
  const other = ownerOf[uint32At(mesh.start, atEnd ? e : nextEdge(e))] ?? -1
  if (other >= 0) return other
  const opposite = ownerOf[uint32At(mesh.start, previousEdge(e))] ?? -1
  return opposite >= 0 ? opposite : label
}

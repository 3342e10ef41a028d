import { type BorderEdge, getBorderIndex } from './border-index.ts'
import type { CellId, CellSet } from '../cell-set.ts'
import type { MultiPolygon, Point, Ring } from '../lattice.ts'
import { isSamePoint, projectOntoSegment } from '../segments.ts'

/**
 * Lattice units (about 1 cm each) within which a vertex snaps to an existing one. Desktop programs write six
 * decimals, an error of up to five units in x and in y.
 */
export const SHAPE_SNAP_DISTANCE = 8

/**
 * Snaps a shape from another program to the borders of a set: its vertices move to existing ones nearby, new
 * ones near an edge of a neighbour move onto it, and vertices of neighbours on its edges are inserted.
 *
 * @param own the cell that receives the shape: vertices that only this cell has are ignored
 * @returns the shape, and the vertices to insert into neighbours and outlines (see `SnappedLine.inserted`)
 */
export function snapShapeToBorders(
  set: CellSet,
  shape: MultiPolygon,
  own: CellId | null,
): { shape: MultiPolygon; inserted: ReadonlyMap<string, readonly Point[]> } {
  const all = getBorderIndex(set)
  const others =
    own === null || !set.cells.has(own)
      ? all
      : getBorderIndex({
          outlines: set.outlines,
          cells: new Map([...set.cells].filter(([id]) => id !== own)),
        })
  const insertedOn = new Map<string, { edge: BorderEdge; points: Point[] }>()

  const snapVertex = (point: Point): Point => {
    if (others.isVertex(point)) return point
    const vertex =
      nearest(
        others.verticesNear(point, point, SHAPE_SNAP_DISTANCE),
        (each) => (each[0] - point[0]) ** 2 + (each[1] - point[1]) ** 2,
      ) ??
      (all.isVertex(point)
        ? undefined
        : nearest(
            all.verticesNear(point, point, SHAPE_SNAP_DISTANCE),
            (each) => (each[0] - point[0]) ** 2 + (each[1] - point[1]) ** 2,
          ))
    if (vertex) return vertex
    const edge = nearest(
      others.edgesNear(point, point, SHAPE_SNAP_DISTANCE),
      ({ a, b }) => projectOntoSegment(point, a, b).squared,
    )
    if (!edge) return point
    const { along } = projectOntoSegment(point, edge.a, edge.b)
    const at: Point = [
      Math.round(edge.a[0] + along * (edge.b[0] - edge.a[0])),
      Math.round(edge.a[1] + along * (edge.b[1] - edge.a[1])),
    ]
    if (isSamePoint(at, edge.a) || isSamePoint(at, edge.b)) return at
    const entry = insertedOn.get(edge.key) ?? { edge, points: [] }
    if (!entry.points.some((known) => isSamePoint(known, at))) entry.points.push(at)
    insertedOn.set(edge.key, entry)
    return at
  }
  /** Returns an edge, bent through existing vertices on it. */
  const bent = (from: Point, to: Point): Point[] => {
    const near = others.verticesNear(from, to, SHAPE_SNAP_DISTANCE).flatMap((vertex) => {
      const { squared, along } = projectOntoSegment(vertex, from, to)
      return isSamePoint(vertex, from) ||
        isSamePoint(vertex, to) ||
        along <= 0 ||
        along >= 1 ||
        squared > SHAPE_SNAP_DISTANCE ** 2
        ? []
        : [{ vertex, along }]
    })
    return [from, ...near.sort((a, b) => a.along - b.along).map(({ vertex }) => vertex)]
  }
  const fitted = shape.map((polygon) =>
    polygon.map((ring): Ring => {
      const points = withoutRepeats(ring.map(snapVertex))
      return withoutRepeats(points.flatMap((from, i) => bent(from, points[(i + 1) % points.length]!)))
    }),
  )
  return {
    shape: fitted,
    inserted: new Map(
      [...insertedOn].map(
        ([
          key,
          {
            edge: { a, b },
            points,
          },
        ]) => [
          key,
          points.toSorted((p, q) => projectOntoSegment(p, a, b).along - projectOntoSegment(q, a, b).along),
        ],
      ),
    ),
  }
}

/** Returns the item with the least squared distance, if within reach. */
function nearest<T>(items: readonly T[], squaredOf: (item: T) => number): T | undefined {
  let best: T | undefined
  let least = SHAPE_SNAP_DISTANCE ** 2
  for (const item of items) {
    const squared = squaredOf(item)
    if (squared > least) continue
    least = squared
    best = item
  }
  return best
}

function withoutRepeats(ring: Ring): Point[] {
  return ring.filter((point, i) => !isSamePoint(point, ring[(i + ring.length - 1) % ring.length]!))
}

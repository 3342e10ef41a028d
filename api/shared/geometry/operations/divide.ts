import { itemAt } from '../at.ts'
import type { Cell, CellId, CellSet, GridChange } from '../cell-set.ts'
import type { Line, MultiPolygon, Point, Polygon } from '../lattice.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import {
  hasProperIntersection,
  hasSegmentConflict,
  isLexicographicallySmaller,
  isSamePoint,
  projectOntoSegment,
} from '../segments.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'
import { getShapeBox } from '../shapes/shape-box.ts'
import { locatePointInPolygon } from '../shapes/point-in-polygon.ts'
import { toEdgeKey } from '../topology/border-index.ts'
import { buildRingsFromEdges, type DirectedEdge } from '../topology/build-rings-from-edges.ts'
import { dissolve, toDirectedEdges } from '../topology/dissolve.ts'
import { insertVertices } from '../topology/insert-vertices.ts'
import { createNearSearch } from '../topology/near-search.ts'
import { addPlaceInCells, findPlaceIn } from './add-place.ts'
import { buildChange } from './build-change.ts'

export interface DivideInput {
  /** Cells of one community: their land is divided anew. */
  cells: readonly CellId[]
  /** All new borders. They meet each other, and the border of the land, in their vertices; a closed one repeats its first. */
  borders: readonly Line[]
  /** The cells to make, old ids or new ones, with a point in each of their polygons. */
  parts: readonly { id: CellId; at: readonly Point[] }[]
}

/**
 * Divides the land of several cells anew along borders, all at once. Cells that are not among the parts are retired;
 * `reverseChange` undoes it.
 */
export function divide(set: CellSet, input: DivideInput): Result<GridChange> {
  return addPlaceInCells(divideCells(set, input), set, input.cells)
}

function divideCells(set: CellSet, { cells: ids, borders, parts }: DivideInput): Result<GridChange> {
  const reason = canDivide(set, ids)
  if (reason) return { ok: false, reason }
  const taken = parts.filter(
    ({ id }, i) =>
      (set.cells.has(id) && !ids.includes(id)) || parts.findIndex((other) => other.id === id) < i,
  )
  if (taken.length > 0) return reject('id_taken', { cells: taken.map(({ id }) => id) })
  const old = [...new Set(ids)].flatMap((id) => set.cells.get(id) ?? [])
  const { faces, inserted, fault } = divideLand(dissolve(old.map(({ shape }) => shape)), borders)
  if (fault) return { ok: false, reason: fault }

  const facesOf = new Map<CellId, Polygon[]>(parts.map(({ id }) => [id, []]))
  for (const face of faces) {
    const owners = findOwners(face, parts)
    const [owner] = owners
    if (owner === undefined || owners.length > 1)
      return reject('does_not_divide', { at: findPlaceIn(face), count: owners.length })
    facesOf.get(owner)?.push(face)
  }
  const empty = parts.find(({ id }) => facesOf.get(id)?.length === 0)
  if (empty) return reject('does_not_divide', { at: empty.at[0] })
  const community = itemAt(old, 0).community
  const put = parts.map(({ id }): Cell => ({
    id,
    community,
    shape: dissolve((facesOf.get(id) ?? []).map((face) => [face])),
  }))
  return ok(
    buildChange(set, {
      operation: 'divide',
      put,
      retire: old.flatMap(({ id }) => (facesOf.has(id) ? [] : [id])),
      lineage: traceLineage(old, put),
      inserted,
    }),
  )
}

/** Parts that have a point inside a face. */
function findOwners(face: Polygon, parts: DivideInput['parts']): CellId[] {
  const [west, south, east, north] = getShapeBox([face])
  return parts.flatMap(({ id, at }) =>
    at.some(
      ([x, y]) =>
        x > west && x < east && y > south && y < north && locatePointInPolygon(face, x, y) === 'inside',
    )
      ? [id]
      : [],
  )
}

/** Returns the reason why the cells cannot be divided anew; null: they can. */
export function canDivide(set: CellSet, ids: readonly CellId[]): Reason | null {
  if (ids.length === 0) return { code: 'nothing_selected' }
  const unknown = ids.filter((id) => !set.cells.has(id))
  if (unknown.length > 0) return { code: 'unknown_cell', cells: unknown }
  const communities = new Set(ids.map((id) => set.cells.get(id)?.community))
  return communities.size > 1 ? { code: 'different_communities', cells: ids } : null
}

export interface DividedLand {
  faces: MultiPolygon
  /** New vertices on the border of the land; see `SnappedLine.inserted`. */
  inserted: ReadonlyMap<string, readonly Point[]>
  fault: Reason | null
}

/** Divides a shape along borders that meet in vertices. A vertex within a unit of the shape's border becomes one of it. */
export function divideLand(land: MultiPolygon, borders: readonly Line[]): DividedLand {
  const found = findNewVertices(land, borders)
  const shape = insertVertices(land, found)
  const edges: DirectedEdge[] = toDirectedEdges([shape])
  const known = new Set(edges.map(({ from, to }) => toEdgeKey(from, to)))
  const degree = new Map<string, number>()
  for (const { from } of edges) degree.set(String(from), 2)
  const fail = (fault: Reason): DividedLand => ({ faces: [], inserted: found, fault })
  for (const line of borders) {
    if (line.length < 2) return fail({ code: 'too_few_points', ...(line[0] ? { at: line[0] } : {}) })
    for (let i = 1; i < line.length; i++) {
      const [from, to] = [itemAt(line, i - 1), itemAt(line, i)]
      if (isSamePoint(from, to)) return fail({ code: 'duplicate_point', at: from })
      const key = toEdgeKey(from, to)
      if (known.has(key)) return fail({ code: 'line_along_border', at: from })
      known.add(key)
      edges.push({ from, to }, { from: to, to: from })
      for (const end of [from, to]) degree.set(String(end), (degree.get(String(end)) ?? 0) + 1)
    }
  }
  for (const line of borders)
    for (const end of [itemAt(line, 0), itemAt(line, line.length - 1)])
      if ((degree.get(String(end)) ?? 0) < 2) return fail({ code: 'line_dangles', at: end })
  const fault = findBorderFault(shape, borders, edges)
  return fault === null ? { faces: buildRingsFromEdges(edges), inserted: found, fault: null } : fail(fault)
}

/** Returns where a border meets another edge other than in a vertex of both, or runs outside the shape; null: nowhere. */
function findBorderFault(
  shape: MultiPolygon,
  borders: readonly Line[],
  edges: readonly DirectedEdge[],
): Reason | null {
  const near = createNearSearch(edges, ({ from, to }) => [from, to])
  for (const line of borders) {
    for (let i = 1; i < line.length; i++) {
      const [from, to] = [itemAt(line, i - 1), itemAt(line, i)]
      if (near(from, to, 0).some((edge) => hasSegmentConflict(from, to, edge.from, edge.to)))
        return { code: 'crosses_border', at: from }
    }
    // a line that crosses nothing lies inside or outside as a whole
    const [a, b] = [itemAt(line, 0), itemAt(line, 1)]
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    if (!shape.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside'))
      return { code: 'outside_area', at: a }
  }
  return null
}

function findNewVertices(land: MultiPolygon, borders: readonly Line[]): Map<string, Point[]> {
  const edges = toDirectedEdges([land])
  const near = createNearSearch(edges, ({ from, to }) => [from, to])
  const vertices = new Set(edges.map(({ from }) => String(from)))
  const found = new Map<string, { ends: [Point, Point]; points: Point[] }>()
  for (const point of borders.flat()) {
    const key = String(point)
    if (vertices.has(key)) continue
    const edge = near(point, point, 1).find(
      ({ from, to }) => projectOntoSegment(point, from, to).squared <= 1,
    )
    if (edge === undefined) continue
    vertices.add(key)
    const { from, to } = edge
    const ends: [Point, Point] = isLexicographicallySmaller(from, to) ? [from, to] : [to, from]
    const onEdge = found.get(toEdgeKey(from, to)) ?? { ends, points: [] }
    onEdge.points.push(point)
    found.set(toEdgeKey(from, to), onEdge)
  }
  return new Map(
    [...found].map(([key, { ends, points }]) => {
      const along = (point: Point) => projectOntoSegment(point, ...ends).along
      return [key, points.sort((one, other) => along(one) - along(other))] as const
    }),
  )
}

/** Pairs of old and new cells that share land; a cell of which only the border changed is left out. */
function traceLineage(old: readonly Cell[], put: readonly Cell[]): GridChange['lineage'] {
  const before = old.map(describeLand)
  const pairs = put
    .map(describeLand)
    .flatMap((land) =>
      before.flatMap((each) =>
        each.id === land.id || sharesLand(each, land) ? [{ predecessor: each.id, successor: land.id }] : [],
      ),
    )
  const successors = new Map<CellId, number>()
  const predecessors = new Map<CellId, number>()
  for (const { predecessor, successor } of pairs) {
    successors.set(predecessor, (successors.get(predecessor) ?? 0) + 1)
    predecessors.set(successor, (predecessors.get(successor) ?? 0) + 1)
  }
  return pairs.filter(
    ({ predecessor, successor }) =>
      predecessor !== successor ||
      (successors.get(predecessor) ?? 0) > 1 ||
      (predecessors.get(successor) ?? 0) > 1,
  )
}

type Land = ReturnType<typeof describeLand>

function describeLand({ id, shape }: Cell) {
  const edges = toDirectedEdges([shape])
  return {
    id,
    shape,
    edges,
    box: getShapeBox(shape),
    inside: shape.map(computeInteriorPoint),
    near: createNearSearch(edges, ({ from, to }) => [from, to]),
  }
}

/** Whether two shapes overlap: their borders cross, or a point inside one lies inside the other. */
function sharesLand(one: Land, other: Land): boolean {
  const [a, b] = [one.box, other.box]
  if (a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3]) return false
  const holds = (land: Land, [x, y]: Point) =>
    land.shape.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')
  return (
    one.inside.some((point) => holds(other, point)) ||
    other.inside.some((point) => holds(one, point)) ||
    one.edges.some(({ from, to }) =>
      other.near(from, to, 0).some((edge) => hasProperIntersection(from, to, edge.from, edge.to)),
    )
  )
}

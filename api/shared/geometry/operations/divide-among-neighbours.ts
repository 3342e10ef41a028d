import { itemAt } from '../at.ts'
import type { Cell, CellId, CellSet } from '../cell-set.ts'
import type { MultiPolygon, Point, Polygon } from '../lattice.ts'
import { ok, reject, type Result } from '../result.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'
import { boxesIntersect } from '../shapes/intersects.ts'
import { locatePointInPolygon } from '../shapes/point-in-polygon.ts'
import { getShapeBox } from '../shapes/shape-box.ts'
import { toEdgeKey } from '../topology/border-index.ts'
import { cutShape, type LineSection } from '../topology/drawn-line/cut-shape.ts'
import { toDirectedEdges } from '../topology/dissolve.ts'
import { insertVertices } from '../topology/insert-vertices.ts'
import { type Extension, extendBorders } from './extend-borders.ts'

type Inserted = ReadonlyMap<string, readonly Point[]>

/** Whether a part of a divided shape lies inside another shape. */
export const isPartInside = (part: Polygon, shape: MultiPolygon): boolean => {
  const [x, y] = computeInteriorPoint(part)
  return shape.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')
}

/** Cuts a cell along the new line. Returns its parts, and which of them go to which neighbour. */
export function divideAmongNeighbours(
  set: CellSet,
  cell: Cell,
  {
    inserted,
    course,
    sections,
  }: { inserted: Inserted; course: MultiPolygon; sections: readonly LineSection[] },
): Result<{ parts: MultiPolygon; moved: { part: Polygon; to: CellId }[] }> {
  const ownerOf = mapEdgeOwners(set, cell, inserted)
  const lost = cutShape(cell.shape, { inserted }, sections).filter((part) => !isPartInside(part, course))
  const lineKeys = new Set(
    sections.flatMap(({ points }) => points.slice(1).map((to, i) => toEdgeKey(itemAt(points, i), to))),
  )
  const extensions: Extension[] = []
  for (const part of lost) {
    const found = extendBorders({ set, part, ownerOf, lineKeys, inserted })
    if (!found.ok) return found
    extensions.push(...found.value)
  }
  const lines = [
    ...sections.map(({ points }) => bendAt(points, extensions)),
    ...extensions.map(({ from, to }) => [from, to]),
  ]
  const parts = cutShape(
    cell.shape,
    { inserted },
    lines.map((points) => ({ points })),
  )
  const moved: { part: Polygon; to: CellId }[] = []
  for (const part of parts) {
    if (isPartInside(part, course)) continue
    const to = findFollower(part, ownerOf)
    if (to === null) return reject('outside_area', { at: part[0]?.[0] })
    moved.push({ part, to })
  }
  return ok({ parts, moved })
}

/** Returns the neighbour along the outer ring of a part, or else along its holes; null: there is none. */
function findFollower(part: Polygon, ownerOf: ReadonlyMap<string, CellId>): CellId | null {
  for (const ring of part)
    for (const [i, from] of ring.entries()) {
      const owner = ownerOf.get(`${itemAt(ring, (i + 1) % ring.length)} ${from}`)
      if (owner !== undefined) return owner
    }
  return null
}

/** Returns the other cell of each directed edge around a cell. */
function mapEdgeOwners(set: CellSet, cell: Cell, inserted: Inserted): ReadonlyMap<string, CellId> {
  const owners = new Map<string, CellId>()
  for (const other of set.cells.values()) {
    if (other.id === cell.id || !boxesIntersect(getShapeBox(other.shape), getShapeBox(cell.shape))) continue
    for (const { from, to } of toDirectedEdges([insertVertices(other.shape, inserted)]))
      owners.set(`${from} ${to}`, other.id)
  }
  return owners
}

/** Returns a section of the line with the places at which extended borders meet it. */
function bendAt(points: readonly Point[], extensions: readonly Extension[]): Point[] {
  return points.flatMap((from, i) => {
    const to = points[i + 1]
    if (to === undefined) return [from]
    const key = toEdgeKey(from, to)
    const bends = extensions
      .filter(({ on }) => on !== undefined && toEdgeKey(...on) === key)
      .map((each) => each.to)
    return [from, ...bends.sort((a, b) => measureDistance(from, a) - measureDistance(from, b))]
  })
}

const measureDistance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1])

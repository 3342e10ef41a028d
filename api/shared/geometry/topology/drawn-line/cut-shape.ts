import { itemAt } from '../../at.ts'
import { getBorderIndex, toEdgeKey } from '../border-index.ts'
import type { CellId, CellSet } from '../../cell-set.ts'
import { locatePointInPolygon } from '../../shapes/point-in-polygon.ts'
import { toDirectedEdges } from '../dissolve.ts'
import { insertVertices } from '../insert-vertices.ts'
import type { MultiPolygon, Point } from '../../lattice.ts'
import type { SnappedLine } from './snap-line-to-borders.ts'
import { buildRingsFromEdges } from '../build-rings-from-edges.ts'
import { isSamePoint } from '../../segments.ts'
import { getShapeBox } from '../../shapes/shape-box.ts'

/** A section of a snapped line between two borders, or from an end of the line to the first border. */
export interface LineSection {
  points: Point[]
  /** The cell it crosses; null outside all cells. */
  cell: CellId | null
  /** It runs along a border instead of through a cell. */
  along: boolean
  /** One of its ends is not on a border. */
  dangles: boolean
}

/** Divides a snapped line at all borders. */
export function splitLineAtBorders(set: CellSet, snapped: SnappedLine): LineSection[] {
  const borders = getBorderIndex(set)
  const isBorder = (from: Point, to: Point) =>
    borders.isEdge(from, to) || snapped.pieces.has(toEdgeKey(from, to))
  const sections: LineSection[] = []
  const line = rotateToBorder(snapped)
  for (let from = 0; from + 1 < line.points.length;) {
    let to = from + 1
    while (to + 1 < line.points.length && !line.onBorder[to]) to++
    const points = line.points.slice(from, to + 1)
    const along = points.length === 2 && isBorder(itemAt(points, 0), itemAt(points, 1))
    sections.push({
      points,
      along,
      dangles:
        !(line.onBorder[from] && line.onBorder[to]) &&
        !isSamePoint(itemAt(points, 0), itemAt(points, points.length - 1)),
      cell: along
        ? null
        : findCellAt(
            set,
            (itemAt(points, 0)[0] + itemAt(points, 1)[0]) / 2,
            (itemAt(points, 0)[1] + itemAt(points, 1)[1]) / 2,
          ),
    })
    from = to
  }
  return sections
}

/** Rotates a closed line so that its first point is on a border, if any point is. */
function rotateToBorder(line: SnappedLine): Pick<SnappedLine, 'points' | 'onBorder'> {
  const { points, onBorder } = line
  const first = onBorder.indexOf(true)
  if (first <= 0 || !isSamePoint(itemAt(points, 0), itemAt(points, points.length - 1))) return line
  const turn = <T>(list: readonly T[]): T[] => [...list.slice(first, -1), ...list.slice(0, first + 1)]
  return { points: turn(points), onBorder: turn(onBorder) }
}

/**
 * Returns the parts into which complete sections divide a shape, all with the new vertices of the line. A
 * section from the outer ring to a hole, or a closed one inside, is a cut too.
 */
export function cutShape(
  shape: MultiPolygon,
  line: Pick<SnappedLine, 'inserted'>,
  sections: readonly Pick<LineSection, 'points'>[],
): MultiPolygon {
  const both = sections.flatMap(({ points }) =>
    points.slice(1).flatMap((to, i) => {
      const from = itemAt(points, i)
      return [
        { from, to },
        { from: to, to: from },
      ]
    }),
  )
  return buildRingsFromEdges([...toDirectedEdges([insertVertices(shape, line.inserted)]), ...both])
}

/** Returns the cell that contains a point; null on borders and outside. Exact for halves of lattice units. */
export function findCellAt(set: CellSet, x: number, y: number): CellId | null {
  for (const { id, shape } of set.cells.values()) {
    const [west, south, east, north] = getShapeBox(shape)
    if (x < west || x > east || y < south || y > north) continue
    if (shape.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')) return id
  }
  return null
}

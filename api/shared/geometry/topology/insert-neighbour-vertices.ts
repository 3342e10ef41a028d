import { getBorderIndex, toEdgeKey } from './border-index.ts'
import type { CellId, CellSet } from '../cell-set.ts'
import { toDirectedEdges } from './dissolve.ts'
import { insertVertices } from './insert-vertices.ts'
import type { MultiPolygon, Point } from '../lattice.ts'
import { isLexicographicallySmaller, isSamePoint, projectOntoSegment } from '../segments.ts'

/**
 * Returns the set in which the given cells and outlines have every vertex of their neighbours. Cells restored
 * from an earlier state lack the vertices that were added since. Rounding may have put a vertex up to half a
 * unit beside the edge.
 */
export function insertNeighbourVertices(
  set: CellSet,
  cells: readonly CellId[],
  units: readonly string[],
): CellSet {
  const borders = getBorderIndex(set)
  const adopt = (shape: MultiPolygon): MultiPolygon => {
    const found = new Map<string, Point[]>()
    for (const { from, to } of toDirectedEdges([shape])) {
      const between = borders
        .verticesNear(from, to, 1)
        .filter(
          (vertex) =>
            !isSamePoint(vertex, from) &&
            !isSamePoint(vertex, to) &&
            projectOntoSegment(vertex, from, to).squared <= 1,
        )
      if (between.length > 0)
        found.set(
          toEdgeKey(from, to),
          inOrder(
            between,
            ...(isLexicographicallySmaller(from, to) ? ([from, to] as const) : ([to, from] as const)),
          ),
        )
    }
    return found.size === 0 ? shape : insertVertices(shape, found)
  }
  const adopted = { cells: new Map(set.cells), outlines: new Map(set.outlines) }
  for (const id of cells) {
    const cell = set.cells.get(id)
    if (cell) adopted.cells.set(id, { ...cell, shape: adopt(cell.shape) })
  }
  for (const unit of units) {
    const outline = set.outlines.get(unit)
    if (outline) adopted.outlines.set(unit, { ...outline, shape: adopt(outline.shape) })
  }
  return adopted
}

const inOrder = (points: readonly Point[], from: Point, to: Point): Point[] =>
  points.toSorted(
    (one, other) => projectOntoSegment(one, from, to).along - projectOntoSegment(other, from, to).along,
  )

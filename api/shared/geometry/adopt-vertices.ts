import { borderIndex, edgeKey } from './border-index.ts'
import type { CellId, CellSet } from './cell-set.ts'
import { edgesOf } from './dissolve.ts'
import { insertVertices } from './insert-vertices.ts'
import type { MultiPolygon, Point } from './lattice.ts'
import { comesBefore, samePoint, toSegment } from './segments.ts'

/**
 * The set with these cells and outlines given every vertex that their neighbours have on their borders. What comes back
 * from an earlier time does not know the vertices that others have brought since. Rounding may have put one up to half
 * a unit beside the edge.
 */
export function adoptVertices(set: CellSet, cells: readonly CellId[], units: readonly string[]): CellSet {
  const borders = borderIndex(set)
  const adopt = (shape: MultiPolygon): MultiPolygon => {
    const found = new Map<string, Point[]>()
    for (const { from, to } of edgesOf([shape])) {
      const between = borders
        .verticesNear(from, to, 1)
        .filter(
          (vertex) =>
            !samePoint(vertex, from) && !samePoint(vertex, to) && toSegment(vertex, from, to).squared <= 1,
        )
      if (between.length > 0)
        found.set(
          edgeKey(from, to),
          inOrder(between, ...(comesBefore(from, to) ? ([from, to] as const) : ([to, from] as const))),
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
  points.toSorted((one, other) => toSegment(one, from, to).along - toSegment(other, from, to).along)

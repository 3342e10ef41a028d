import type { CellId, CellSet } from '../cell-set.ts'
import { toDirectedEdges } from '../topology/dissolve.ts'
import { insertVertices } from '../topology/insert-vertices.ts'
import type { Point, Polygon } from '../lattice.ts'
import { toPointKey } from '../topology/build-rings-from-edges.ts'

/** Returns the other cells along the edges of a part of a cell. */
export function findAdjacentCells(
  set: CellSet,
  cell: CellId,
  part: Polygon,
  inserted: ReadonlyMap<string, readonly Point[]>,
): CellId[] {
  const opposite = new Set(
    toDirectedEdges([[part]]).map(({ from, to }) => `${toPointKey(to)} ${toPointKey(from)}`),
  )
  return [...set.cells.values()]
    .filter(
      (other) =>
        other.id !== cell &&
        toDirectedEdges([insertVertices(other.shape, inserted)]).some(({ from, to }) =>
          opposite.has(`${toPointKey(from)} ${toPointKey(to)}`),
        ),
    )
    .map((other) => other.id)
}

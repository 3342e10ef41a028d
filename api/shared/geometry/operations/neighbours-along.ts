import type { CellId, CellSet } from '../cell-set.ts'
import { edgesOf } from '../dissolve.ts'
import { insertVertices } from '../insert-vertices.ts'
import type { Point, Polygon } from '../lattice.ts'
import { keyOf } from '../rings-from-edges.ts'

/** Other cells that lie along the edges of a part of a cell. */
export function neighboursAlong(
  set: CellSet,
  cell: CellId,
  part: Polygon,
  inserted: ReadonlyMap<string, readonly Point[]>,
): CellId[] {
  const opposite = new Set(edgesOf([[part]]).map(({ from, to }) => `${keyOf(to)} ${keyOf(from)}`))
  return [...set.cells.values()]
    .filter(
      (other) =>
        other.id !== cell &&
        edgesOf([insertVertices(other.shape, inserted)]).some(({ from, to }) =>
          opposite.has(`${keyOf(from)} ${keyOf(to)}`),
        ),
    )
    .map((other) => other.id)
}

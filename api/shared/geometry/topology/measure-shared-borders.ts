import type { CellId, CellSet } from '../cell-set.ts'
import { toDirectedEdges } from './dissolve.ts'
import type { MultiPolygon } from '../lattice.ts'
import { computeDistanceM } from '../measure.ts'
import { toPointKey } from './build-rings-from-edges.ts'
import { getShapeBox } from '../shapes/shape-box.ts'

/** Returns the cells along the edges of a shape with the metres of their common border, longest first. */
export function measureSharedBorders(
  set: CellSet,
  shape: MultiPolygon,
  accepts: (id: CellId) => boolean,
): { id: CellId; sharedM: number }[] {
  const opposite = new Map(
    toDirectedEdges([shape]).map(({ from, to }) => [
      `${toPointKey(to)} ${toPointKey(from)}`,
      computeDistanceM(from, to),
    ]),
  )
  const [west, south, east, north] = getShapeBox(shape)
  const near = (other: MultiPolygon) => {
    const box = getShapeBox(other)
    return box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south
  }
  return [...set.cells.values()]
    .filter(({ id, shape: other }) => near(other) && accepts(id))
    .map(({ id, shape: other }) => ({
      id,
      sharedM: toDirectedEdges([other]).reduce(
        (sum, { from, to }) => sum + (opposite.get(`${toPointKey(from)} ${toPointKey(to)}`) ?? 0),
        0,
      ),
    }))
    .filter(({ sharedM }) => sharedM > 0)
    .sort((a, b) => b.sharedM - a.sharedM)
}

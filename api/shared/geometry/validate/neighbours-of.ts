import type { CellId, CellSet } from '../cell-set.ts'
import { edgesOf } from '../dissolve.ts'
import type { MultiPolygon } from '../lattice.ts'
import { distanceM } from '../measure.ts'
import { keyOf } from '../rings-from-edges.ts'
import { shapeBox } from '../shape-box.ts'

/** Cells along the edges of a shape with the metres they share with it, the longest first. */
export function neighboursOf(
  set: CellSet,
  shape: MultiPolygon,
  accepts: (id: CellId) => boolean,
): { id: CellId; sharedM: number }[] {
  const opposite = new Map(
    edgesOf([shape]).map(({ from, to }) => [`${keyOf(to)} ${keyOf(from)}`, distanceM(from, to)]),
  )
  const [west, south, east, north] = shapeBox(shape)
  const near = (other: MultiPolygon) => {
    const box = shapeBox(other)
    return box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south
  }
  return [...set.cells.values()]
    .filter(({ id, shape: other }) => near(other) && accepts(id))
    .map(({ id, shape: other }) => ({
      id,
      sharedM: edgesOf([other]).reduce(
        (sum, { from, to }) => sum + (opposite.get(`${keyOf(from)} ${keyOf(to)}`) ?? 0),
        0,
      ),
    }))
    .filter(({ sharedM }) => sharedM > 0)
    .sort((a, b) => b.sharedM - a.sharedM)
}

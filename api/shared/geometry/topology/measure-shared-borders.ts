import type { Cell, CellId, CellSet } from '../cell-set.ts'
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

/**
 * Returns a function that does the same for many shapes: the edges of the cells are read once, so that a shape
 * costs as much as its own edges.
 */
export function indexSharedBorders(
  cells: readonly Cell[],
): (shape: MultiPolygon) => { id: CellId; sharedM: number }[] {
  const ownersOf = new Map<string, CellId[]>()
  for (const { id, shape } of cells) {
    for (const { from, to } of toDirectedEdges([shape])) {
      const key = `${toPointKey(from)} ${toPointKey(to)}`
      const owners = ownersOf.get(key)
      if (owners === undefined) ownersOf.set(key, [id])
      else owners.push(id)
    }
  }
  return (shape) => {
    const sharedOf = new Map<CellId, number>()
    for (const { from, to } of toDirectedEdges([shape])) {
      for (const id of ownersOf.get(`${toPointKey(to)} ${toPointKey(from)}`) ?? [])
        sharedOf.set(id, (sharedOf.get(id) ?? 0) + computeDistanceM(from, to))
    }
    return [...sharedOf]
      .map(([id, sharedM]) => ({ id, sharedM }))
      .filter(({ sharedM }) => sharedM > 0)
      .sort((a, b) => b.sharedM - a.sharedM)
  }
}

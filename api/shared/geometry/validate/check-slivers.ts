import type { CellId, CellSet } from '../cell-set.ts'
import { toDirectedEdges } from '../topology/dissolve.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'
import { computeDistanceM } from '../measure.ts'
import { getShapeAreaM2 } from '../shapes/shape-area.ts'
import { createGeometryIssue, type IssueFix, type GeometryIssue } from './geometry-issue.ts'
import { measureSharedBorders } from '../topology/measure-shared-borders.ts'

/**
 * Mean width in metres below which a grid is a sliver: the strip between two lines that were meant to be one.
 */
const NARROWEST_M = 3

/**
 * Reports grids that are too small or too narrow; each can merge with the neighbour with the longest common
 * border.
 */
export function checkSlivers(
  set: CellSet,
  mine: (id: CellId) => boolean,
  leastAreaM2: (id: CellId) => number,
): GeometryIssue[] {
  return [...set.cells.values()].flatMap(({ id, community, shape }) => {
    if (!mine(id)) return []
    const area = getShapeAreaM2(shape)
    const width =
      (2 * area) / toDirectedEdges([shape]).reduce((sum, { from, to }) => sum + computeDistanceM(from, to), 0)
    const least = leastAreaM2(id)
    if (area >= least && width >= NARROWEST_M) return []
    const [x, y] = computeInteriorPoint(shape[0]!)
    const at = [Math.round(x), Math.round(y)] as const
    const fixes = measureSharedBorders(
      set,
      shape,
      (other) => other !== id && mine(other) && set.cells.get(other)?.community === community,
    ).map((neighbour): IssueFix => ({ op: 'merge', grids: [neighbour.id, id], keep: neighbour.id }))
    return width < NARROWEST_M
      ? [
          createGeometryIssue('sliver', 'warning', {
            cells: [id],
            at,
            found: width,
            wanted: NARROWEST_M,
            fixes,
          }),
        ]
      : [createGeometryIssue('too_small', 'warning', { cells: [id], at, found: area, wanted: least, fixes })]
  })
}

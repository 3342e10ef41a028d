import type { CellId, CellSet } from '../cell-set.ts'
import { edgesOf } from '../dissolve.ts'
import { interiorPoint } from '../interior-point.ts'
import { distanceM } from '../measure.ts'
import { shapeAreaM2 } from '../shape-area.ts'
import { issue, type Fix, type GeometryIssue } from './issue.ts'
import { neighboursOf } from './neighbours-of.ts'

/** Narrower than this on average, in metres: the leftover of two lines that were meant to be one. */
const NARROWEST_M = 3

/** Grids that are too small or too narrow to be meant; each can join the neighbour with the longest shared border. */
export function slivers(
  set: CellSet,
  mine: (id: CellId) => boolean,
  leastAreaM2: (id: CellId) => number,
): GeometryIssue[] {
  return [...set.cells.values()].flatMap(({ id, community, shape }) => {
    if (!mine(id)) return []
    const area = shapeAreaM2(shape)
    const width = (2 * area) / edgesOf([shape]).reduce((sum, { from, to }) => sum + distanceM(from, to), 0)
    const least = leastAreaM2(id)
    if (area >= least && width >= NARROWEST_M) return []
    const [x, y] = interiorPoint(shape[0]!)
    const at = [Math.round(x), Math.round(y)] as const
    const fixes = neighboursOf(
      set,
      shape,
      (other) => other !== id && mine(other) && set.cells.get(other)?.community === community,
    ).map((neighbour): Fix => ({ op: 'merge', grids: [neighbour.id, id], keep: neighbour.id }))
    return width < NARROWEST_M
      ? [issue('sliver', 'warning', { cells: [id], at, found: width, wanted: NARROWEST_M, fixes })]
      : [issue('too_small', 'warning', { cells: [id], at, found: area, wanted: least, fixes })]
  })
}

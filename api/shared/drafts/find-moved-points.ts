import type { Cell, CellId } from '../geometry/cell-set.ts'
import type { Point } from '../geometry/lattice.ts'
import { isPointInShape } from '../geometry/shapes/is-point-in-shape.ts'
import type { DraftState } from './draft-state.ts'

export interface MovedPoint {
  /** Row in the list of points. */
  row: number
  /** Codes of the communities that the ground belonged and belongs to. */
  from: string
  to: string
}

/** Finds the points, of premises or parks, whose ground a draft gives to another community. */
export function findMovedPoints(
  before: DraftState,
  after: DraftState,
  points: readonly Point[],
): MovedPoint[] {
  const [lost, gained] = [listOther(before, after), listOther(after, before)]
  if (lost.length === 0 || gained.length === 0) return []
  return points.flatMap((point, row) => {
    const from = findCommunity(lost, point)
    const to = from === undefined ? undefined : findCommunity(gained, point)
    return from === undefined || to === undefined || from === to ? [] : [{ row, from, to }]
  })
}

/** Returns the cells of one state that the other has not, or has otherwise. */
function listOther({ set }: DraftState, other: DraftState): Cell[] {
  const isSame = (id: CellId, cell: Cell) => {
    const twin = other.set.cells.get(id)
    return twin?.shape === cell.shape && twin.community === cell.community
  }
  return [...set.cells].flatMap(([id, cell]) => (isSame(id, cell) ? [] : [cell]))
}

function findCommunity(cells: readonly Cell[], point: Point): string | undefined {
  return cells.find(({ shape }) => shape.length > 0 && isPointInShape(shape, point))?.community
}

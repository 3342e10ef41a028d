import type { CellId } from '../geometry/cell-set.ts'
import { canCarve } from '../geometry/operations/carve.ts'
import { canFillGap } from '../geometry/operations/fill-gap.ts'
import { canMerge } from '../geometry/operations/merge.ts'
import { canReshape } from '../geometry/operations/reshape.ts'
import { canSplit } from '../geometry/operations/split.ts'
import type { Reason } from '../geometry/result.ts'
import type { DraftState } from './draft-state.ts'
import { findSelectionObstacle } from './run-operation.ts'

/** Operations that start from a selection of grids. A vertex is chosen while drawing: see `canMoveVertex`. */
export type SelectionOperation = 'split' | 'merge' | 'reshape' | 'carve' | 'fillGap'

/**
 * Returns the reason why an operation cannot start with the selected grids, for the state of its button; null: it can.
 * The same checks reject the operation later. `merge` takes all ids, the others the first one, `carve` none.
 */
export function canStartOperation(
  state: DraftState,
  operation: SelectionOperation,
  ids: readonly CellId[],
): Reason | null {
  if (operation === 'carve') return canCarve(state.set)
  const [id] = ids
  if (id === undefined) return { code: 'nothing_selected' }
  const obstacle = findSelectionObstacle(state, operation === 'merge' ? ids : [id])
  if (obstacle) return obstacle
  switch (operation) {
    case 'split':
      return canSplit(state.set, id)
    case 'merge':
      return canMerge(state.set, ids)
    case 'reshape':
      return canReshape(state.set, id)
    case 'fillGap':
      return canFillGap(state.set, id)
  }
}

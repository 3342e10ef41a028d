import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { applyChange } from '#shared/geometry/cell-set.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'

/** Cuts through that many different grids that do not touch the street's own border. */
export function buildSplitOperations(start: DraftState, count: number): DraftOperation[] {
  const operations: DraftOperation[] = []
  let state = start
  for (const cell of start.set.cells.values()) {
    if (operations.length === count) break
    if (start.places.get(cell.id) !== 'own') continue
    const [west, south, east, north] = getShapeBox(cell.shape)
    const x = Math.round((west + east) / 2)
    const operation: DraftOperation = {
      op: 'split',
      grid: cell.id,
      line: [
        [x, south - 500],
        [x, north + 500],
      ],
      newGrid: -1 - operations.length,
    }
    const result = runOperation(state, operation)
    if (!result.ok || !result.value.geometry) continue
    operations.push(operation)
    state = {
      ...state,
      set: applyChange(state.set, result.value.geometry),
      facts: new Map([
        ...state.facts,
        ...result.value.facts.flatMap(([id, facts]) => (facts ? [[id, facts] as const] : [])),
      ]),
    }
  }
  return operations
}

import type { GridValues } from '../contract/drafts/draft-operations.ts'
import type { CellRole } from '../contract/drafts/draft-base.ts'
import {
  applyChange,
  type CellId,
  type CellSet,
  type GridChange,
  reverseChange,
} from '../geometry/cell-set.ts'

/** What is known about a cell besides its shape. */
export interface GridAttributes extends GridValues {
  /** null: given when the draft is published. */
  code: string | null
  /** First day of its present state; null for a grid that the draft made. */
  validFrom: string | null
  /** 0 for a grid that the draft made. */
  version: number
}

/** A draft at one moment: the ground as the operations so far have left it. Never changed in place. */
export interface DraftState {
  /** Nine digits. */
  street: string
  set: CellSet
  facts: ReadonlyMap<CellId, GridAttributes>
  /** Of the cells of the ground; whatever is not here was made by the draft, inside the street. */
  places: ReadonlyMap<CellId, CellRole>
  /** Cells that there were once. */
  gone: ReadonlySet<CellId>
  /** Communities whose grids are to be given new codes. */
  renumbered: ReadonlySet<string>
}

/** What one operation did to a draft, as data. */
export interface DraftChange {
  operation: string
  geometry: GridChange | null
  /** null: the cell is not there. */
  facts: readonly (readonly [CellId, GridAttributes | null])[]
  renumbered: ReadonlySet<string> | null
  /** Cells that are no more, and cells that are back. */
  gone: readonly CellId[]
  back: readonly CellId[]
}

export function applyDraftChange(state: DraftState, change: DraftChange): DraftState {
  const facts = new Map(state.facts)
  for (const [id, each] of change.facts) {
    if (each === null) facts.delete(id)
    else facts.set(id, each)
  }
  const gone = new Set([...state.gone, ...change.gone])
  for (const id of change.back) gone.delete(id)
  return {
    ...state,
    set: change.geometry === null ? state.set : applyChange(state.set, change.geometry),
    facts,
    gone,
    renumbered: change.renumbered ?? state.renumbered,
  }
}

/** The change that leads from `applyDraftChange(state, change)` back to `state`. */
export function reverseDraftChange(state: DraftState, change: DraftChange): DraftChange {
  return {
    operation: `undo ${change.operation}`,
    geometry: change.geometry === null ? null : reverseChange(state.set, change.geometry),
    facts: change.facts.map(([id]) => [id, state.facts.get(id) ?? null] as const),
    renumbered: change.renumbered === null ? null : state.renumbered,
    gone: change.back,
    back: change.gone,
  }
}

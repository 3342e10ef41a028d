import type { GridValues } from '../contract/drafts/draft-operations.ts'
import type { CellRole } from '../contract/drafts/draft-base.ts'
import {
  applyChange,
  type CellId,
  type CellSet,
  type GridChange,
  reverseChange,
} from '../geometry/cell-set.ts'
import { type DraftPremises, listOwnerChanges, movePremises } from './assignment/draft-premises.ts'
import type { DraftBuildings } from './buildings/draft-buildings.ts'
import { relocateBuildings } from './buildings/relocate-buildings.ts'
import type { CrumbLimits } from '../geometry/operations/crumb-limits.ts'

/** Attributes of a cell besides its shape. */
export interface GridAttributes extends GridValues {
  /** null: assigned by publishing. */
  code: string | null
  /** First day of its current state; null for a grid that the draft created. */
  validFrom: string | null
  /** 0 for a grid that the draft created. */
  version: number
}

/** State of a draft: its base with the operations so far. Immutable. */
export interface DraftState {
  /** Nine digits. */
  street: string
  set: CellSet
  facts: ReadonlyMap<CellId, GridAttributes>
  /** Roles of the cells of the base; any other cell was created by the draft, inside the street. */
  places: ReadonlyMap<CellId, CellRole>
  /** Names of the communities by code; absent: not known. */
  unitNames?: ReadonlyMap<string, string>
  /** Ids of retired cells. */
  gone: ReadonlySet<CellId>
  /** Communities whose grids receive new codes. */
  renumbered: ReadonlySet<string>
  /** What the city takes for a slip of the pointer. */
  crumb: CrumbLimits
  /** How the first grid of a community is called; absent: 第1网格. */
  firstGridName?: string
  /** Codes of the communities in the country; absent: none. */
  rural?: ReadonlySet<string>
  /** Absent: no building is known. */
  buildings?: DraftBuildings
  /** Absent: the base is older than the assignment of premises. */
  premises?: DraftPremises
}

/** The effect of one operation, as data. */
export interface DraftChange {
  operation: string
  geometry: GridChange | null
  /** null: the cell does not exist. */
  facts: readonly (readonly [CellId, GridAttributes | null])[]
  renumbered: ReadonlySet<string> | null
  /** Cells that were retired, and cells that were restored. */
  gone: readonly CellId[]
  back: readonly CellId[]
  /** Cells that premises belong to, by row, where it is not the one that their ground or their cell becomes part of. */
  owners?: ReadonlyMap<number, CellId | null>
}

/** Returns the state with the change applied. */
export function applyDraftChange(state: DraftState, change: DraftChange): DraftState {
  const facts = new Map(state.facts)
  for (const [id, each] of change.facts) {
    if (each === null) facts.delete(id)
    else facts.set(id, each)
  }
  const gone = new Set([...state.gone, ...change.gone])
  for (const id of change.back) gone.delete(id)
  const relocation = change.geometry === null ? null : relocateBuildings(state.buildings, change.geometry)
  return {
    ...state,
    ...(relocation === null ? {} : { buildings: relocation.buildings }),
    ...(state.premises ? { premises: movePremises(state.premises, change.geometry, change.owners) } : {}),
    set: change.geometry === null ? state.set : applyChange(state.set, change.geometry),
    facts,
    gone,
    renumbered: change.renumbered ?? state.renumbered,
  }
}

/** Returns the change that leads from `applyDraftChange(state, change)` back to `state`. */
export function reverseDraftChange(state: DraftState, change: DraftChange): DraftChange {
  const owners = listOwnerChanges(state.premises, change)
  return {
    operation: `undo ${change.operation}`,
    geometry: change.geometry === null ? null : reverseChange(state.set, change.geometry),
    facts: change.facts.map(([id]) => [id, state.facts.get(id) ?? null] as const),
    renumbered: change.renumbered === null ? null : state.renumbered,
    gone: change.back,
    back: change.gone,
    ...(owners.size === 0 ? {} : { owners }),
  }
}

/** Returns what is known about a grid that was never published: its name and kind, and counts of nothing. */
export const createGridAttributes = (name: string, kind: GridAttributes['kind']): GridAttributes => ({
  code: null,
  name,
  kind,
  households: 0,
  residents: 0,
  members: 0,
  fullTimeWorkers: 0,
  partTimeWorkers: 0,
  branchSince: null,
  buildingGroups: 0,
  householdHubs: 0,
  validFrom: null,
  version: 0,
})

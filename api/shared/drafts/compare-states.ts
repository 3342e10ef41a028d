import type { CellId, GridChange } from '../geometry/cell-set.ts'
import type { MultiPolygon } from '../geometry/lattice.ts'
import { isSameBoundary } from '../geometry/topology/is-same-boundary.ts'
import type { GridAttributes, DraftState } from './draft-state.ts'
import type { AppliedOperation } from './draft-history.ts'

export interface CellState {
  shape: MultiPolygon
  community: string
  facts: GridAttributes
}

/** A grid that differs between two states. The land of a community without grids is none. */
export interface CellDifference {
  id: CellId
  /** vertices: same border, with additional vertices where borders of neighbours end. */
  what: 'new' | 'changed' | 'retired' | 'described' | 'vertices'
  before: CellState | null
  after: CellState | null
}

const compared = new WeakMap<DraftState, WeakMap<DraftState, readonly CellDifference[]>>()

/**
 * Returns all cells that differ between two states, ordered by id, new ones last. States are immutable, so
 * the result is cached as long as both exist: approval and publication ask several times.
 */
export function compareStates(before: DraftState, after: DraftState): readonly CellDifference[] {
  const known = compared.get(before) ?? new WeakMap<DraftState, readonly CellDifference[]>()
  compared.set(before, known)
  const differences = known.get(after) ?? compare(before, after)
  known.set(after, differences)
  return differences
}

function compare(before: DraftState, after: DraftState): CellDifference[] {
  const ids = new Set([...before.set.cells.keys(), ...after.set.cells.keys()])
  return [...ids]
    .flatMap((id): CellDifference[] => {
      const was = stateOf(before, id)
      const is = stateOf(after, id)
      if (was === null) return is === null ? [] : [{ id, what: 'new', before: null, after: is }]
      if (is === null) return [{ id, what: 'retired', before: was, after: null }]
      const sameFacts = was.facts === is.facts || JSON.stringify(was.facts) === JSON.stringify(is.facts)
      if (was.shape === is.shape || sameShape(was.shape, is.shape))
        return sameFacts ? [] : [{ id, what: 'described', before: was, after: is }]
      if (!isSameBoundary(was.shape, is.shape)) return [{ id, what: 'changed', before: was, after: is }]
      return [{ id, what: sameFacts ? 'vertices' : 'described', before: was, after: is }]
    })
    .sort((a, b) => Number(a.id < 0) - Number(b.id < 0) || Math.abs(a.id) - Math.abs(b.id))
}

/**
 * Returns predecessor and successor pairs from the first to the last of some operations; a cell that only
 * continues is not its own successor.
 */
export function traceLineage(
  done: readonly AppliedOperation[],
  before: DraftState,
  after: DraftState,
): { predecessor: CellId; successor: CellId; operation: string }[] {
  /** for each cell the original cells it came from, with the operation that recorded it first */
  let origins = new Map<CellId, Map<CellId, string>>()
  const originsOf = (id: CellId) =>
    origins.get(id) ?? (isGrid(before, id) ? new Map([[id, '']]) : new Map<CellId, string>())
  for (const { change } of done)
    if (change.geometry) origins = trackOrigins(change.geometry, origins, originsOf)
  return [...origins].flatMap(([successor, from]) =>
    isGrid(after, successor)
      ? [...from]
          .filter(([predecessor]) => predecessor !== successor)
          .map(([predecessor, operation]) => ({ predecessor, successor, operation }))
      : [],
  )
}

function trackOrigins(
  { lineage, operation }: GridChange,
  origins: ReadonlyMap<CellId, Map<CellId, string>>,
  originsOf: (id: CellId) => ReadonlyMap<CellId, string>,
): Map<CellId, Map<CellId, string>> {
  const next = new Map(origins)
  for (const { successor } of lineage) next.set(successor, new Map())
  for (const { predecessor, successor } of lineage) {
    for (const [origin, by] of originsOf(predecessor))
      next.get(successor)?.set(origin, by === '' ? operation : by)
  }
  return next
}

function isGrid({ set }: DraftState, id: CellId): boolean {
  const cell = set.cells.get(id)
  return cell !== undefined && !cell.undivided
}

function stateOf({ set, facts }: DraftState, id: CellId): CellState | null {
  const cell = set.cells.get(id)
  const known = facts.get(id)
  return cell && !cell.undivided && known
    ? { shape: cell.shape, community: cell.community, facts: known }
    : null
}

const sameShape = (one: MultiPolygon, other: MultiPolygon) => JSON.stringify(one) === JSON.stringify(other)

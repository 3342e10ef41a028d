import type { AnyOperation } from '../contract/drafts/draft-operations.ts'
import type { Cell, CellId, GridChange } from '../geometry/cell-set.ts'
import { addPlaceInCells } from '../geometry/operations/add-place.ts'
import { carve } from '../geometry/operations/carve.ts'
import { establish } from '../geometry/operations/establish.ts'
import { divide } from '../geometry/operations/divide.ts'
import { fillGap } from '../geometry/operations/fill-gap.ts'
import { merge } from '../geometry/operations/merge.ts'
import { moveVertex } from '../geometry/operations/move-vertex.ts'
import { reshape } from '../geometry/operations/reshape.ts'
import { split } from '../geometry/operations/split.ts'
import { ok, type Reason, type Result } from '../geometry/result.ts'
import { isSameBoundary } from '../geometry/topology/is-same-boundary.ts'
import { assignChange } from './assignment/assign-change.ts'
import { describeGrid } from './describe-grid.ts'
import type { DraftChange, DraftState } from './draft-state.ts'
import { isOwnCell } from './is-own-cell.ts'
import { createFirstGridNames, createGridNames } from './names/create-grid-names.ts'
import { createUniqueGridName } from './names/unique-grid-name.ts'
import { redistributeCounts } from './redistribute-counts.ts'
import { findChangeDefect } from './find-change-defect.ts'
import { redrawGrid } from './redraw-grid.ts'
import { restoreGrids } from './restore-grids.ts'
import { applyImport } from './apply-import.ts'
import { settleUndivided } from './undivided/settle-undivided.ts'

/**
 * Runs one operation of a draft: in the page for its preview, on the server to verify it. Returns the change,
 * or the reason why it is not possible.
 */
export function runOperation(state: DraftState, operation: AnyOperation): Result<DraftChange> {
  const computed = computeDraftChange(state, operation)
  const assignment = 'assign' in operation ? operation.assign : undefined
  const result = computed.ok && assignment ? assignChange(state, computed.value, assignment) : computed
  const defect = result.ok ? findChangeDefect(state, result.value) : null
  const ids = 'grid' in operation ? [operation.grid] : 'grids' in operation ? operation.grids : []
  return addPlaceInCells(
    defect ? { ok: false, reason: defect } : result,
    state.set,
    ids.filter((id) => typeof id === 'number'),
  )
}

function computeDraftChange(state: DraftState, operation: AnyOperation): Result<DraftChange> {
  const reason = canRunOperation(state, operation)
  if (reason) return { ok: false, reason }
  switch (operation.op) {
    case 'describe':
      return describeGrid(state, operation.grid, operation.values)
    case 'renumber':
      return ok({
        operation: 'renumber',
        geometry: null,
        facts: [],
        renumbered: new Set([...state.renumbered, operation.community]),
        gone: [],
        back: [],
      })
    case 'restore':
      return settle(state, restoreGrids(state, operation))
    case 'import':
      return settle(state, applyImport(state, operation))
    case 'redraw': {
      const redrawn = redrawGrid(state, operation)
      const trespass =
        redrawn.ok && redrawn.value.geometry && operation.shape !== null
          ? findTrespass(state, redrawn.value.geometry)
          : null
      return trespass ? { ok: false, reason: trespass } : settle(state, redrawn)
    }
    default:
      break // the eight geometric operations follow
  }
  const computed = runGeometry(state, operation)
  if (!computed.ok) return computed
  const geometry = endUndivided(computed.value)
  const trespass = findTrespass(state, geometry)
  if (trespass) return { ok: false, reason: trespass }
  const kind = operation.op === 'carve' ? 'dedicated' : undefined
  return ok({
    operation: operation.op,
    geometry,
    facts: redistributeCounts(state, geometry, chooseNames(state, operation.op, geometry), {
      kind,
      divided: operation.op === 'divide' ? operation.grids : [],
    }),
    renumbered: null,
    gone: geometry.retire,
    back: [],
  })
}

const settle = (state: DraftState, result: Result<DraftChange>): Result<DraftChange> =>
  result.ok ? ok(settleUndivided(state, result.value)) : result

/** What is left of a community without grids, after land of it became a grid, is a grid as well: nothing stays undivided. */
function endUndivided(change: GridChange): GridChange {
  const divided = new Set(change.lineage.map(({ predecessor }) => predecessor))
  return {
    ...change,
    put: change.put.map(({ undivided, ...cell }) =>
      undivided && !divided.has(cell.id) ? { ...cell, undivided } : cell,
    ),
  }
}

function chooseNames(state: DraftState, op: AnyOperation['op'], geometry: GridChange) {
  if (isFirstDivision(state, geometry)) return createFirstGridNames(state, geometry)
  return op === 'divide'
    ? createGridNames(state, geometry)
    : (cell: Cell) => createUniqueGridName(state, cell, geometry)
}

const isFirstDivision = ({ set }: DraftState, { put, retire }: GridChange): boolean =>
  put.some(({ id, undivided }) => !undivided && set.cells.get(id)?.undivided === true) ||
  retire.some((id) => set.cells.get(id)?.undivided === true)

function runGeometry(
  { set, crumb }: DraftState,
  operation: Exclude<AnyOperation, { op: 'describe' | 'renumber' | 'restore' | 'import' | 'redraw' }>,
): Result<GridChange> {
  switch (operation.op) {
    case 'split':
      return split(set, { cell: operation.grid, line: operation.line, newId: operation.newGrid, crumb })
    case 'merge':
      return merge(set, { cells: operation.grids, keep: operation.keep })
    case 'reshape':
      return reshape(set, { cell: operation.grid, line: operation.line, crumb })
    case 'carve':
      return carve(set, { ring: operation.ring, newId: operation.newGrid })
    case 'fillGap':
      return fillGap(set, { at: operation.at, cell: operation.grid })
    case 'divide':
      return divide(set, {
        cells: operation.grids,
        borders: operation.borders,
        parts: operation.parts.map(({ grid, at }) => ({ id: grid, at })),
      })
    case 'establish':
      return establish(set, operation.grid)
    case 'moveVertex':
      return moveVertex(set, { from: operation.from, to: operation.to })
  }
}

/** Returns the reason why the operation does not apply to existing grids of this street; null: it does. */
function canRunOperation(state: DraftState, operation: AnyOperation): Reason | null {
  if (operation.op === 'renumber')
    return operation.community.startsWith(state.street) ? null : { code: 'other_street' }
  if (operation.op === 'restore' || operation.op === 'import') return null
  if (operation.op === 'redraw' && operation.grid < 0 && !state.set.cells.has(operation.grid)) {
    return state.gone.has(operation.grid) ? { code: 'retired_cell', cells: [operation.grid] } : null
  }
  const ids = 'grid' in operation ? [operation.grid] : 'grids' in operation ? operation.grids : []
  const obstacle = findSelectionObstacle(state, ids)
  if (obstacle) return obstacle
  const undivided = ids.filter((id) => state.set.cells.get(id)?.undivided)
  if (undivided.length > 0 && (operation.op === 'describe' || operation.op === 'redraw'))
    return { code: 'undivided', cells: undivided }
  const taken = listNewGrids(operation).filter((id) => state.gone.has(id) || state.facts.has(id))
  return taken.length > 0 ? { code: 'id_taken', cells: taken } : null
}

/** Ids that an operation gives to new grids. */
function listNewGrids(operation: AnyOperation): CellId[] {
  if ('newGrid' in operation) return [operation.newGrid]
  if (operation.op !== 'divide') return []
  return operation.parts.map(({ grid }) => grid).filter((id) => !operation.grids.includes(id))
}

/** Returns the reason why some of the grids cannot be edited: retired, unknown or of another street; null: all can. */
export function findSelectionObstacle(state: DraftState, ids: readonly CellId[]): Reason | null {
  const retired = ids.filter((id) => state.gone.has(id))
  if (retired.length > 0) return { code: 'retired_cell', cells: retired }
  const unknown = ids.filter((id) => !state.set.cells.has(id))
  if (unknown.length > 0) return { code: 'unknown_cell', cells: unknown }
  const foreign = ids.filter((id) => !isOwnCell(state, id))
  return foreign.length > 0 ? { code: 'other_street', cells: foreign } : null
}

/**
 * Adjacent grids may follow a redrawn border, but cannot be divided or merged, and grids behind them must not
 * change.
 */
function findTrespass(state: DraftState, change: GridChange): Reason | null {
  const follows = change.operation === 'reshape' || change.operation === 'moveVertex'
  let own = false
  for (const cell of change.put) {
    if (isOwnCell(state, cell.id)) {
      own = true
      continue
    }
    const before = state.set.cells.get(cell.id)
    if (before && isSameBoundary(before.shape, cell.shape)) continue
    if (!follows || state.places.get(cell.id) !== 'beside') return { code: 'other_street', cells: [cell.id] }
  }
  return own ? null : { code: 'other_street', cells: change.put.map((cell) => cell.id) }
}

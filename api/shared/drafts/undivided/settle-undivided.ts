import { applyChange, type CellId } from '../../geometry/cell-set.ts'
import type { MultiPolygon } from '../../geometry/lattice.ts'
import type { DraftChange, DraftState } from '../draft-state.ts'
import { numberUndividedCell } from './number-undivided-cell.ts'
import { createUndividedFacts } from './undivided-facts.ts'

/**
 * Completes a change that puts and retires grids as they are listed – a file, another program, the reversal of a published
 * change: a community whose first grids come is no longer undivided, and one whose last grid goes is undivided again.
 */
export function settleUndivided(state: DraftState, change: DraftChange): DraftChange {
  const { geometry } = change
  if (geometry === null) return change
  const after = applyChange(state.set, geometry)
  const touched = new Set([
    ...geometry.put.map(({ community }) => community),
    ...geometry.retire.flatMap((id) => state.set.cells.get(id)?.community ?? []),
  ])
  let settled = change
  for (const community of touched) {
    if (!community.startsWith(state.street)) continue
    const cells = [...after.cells.values()].filter((cell) => cell.community === community)
    const undivided = cells.find((cell) => cell.undivided)
    const outline = after.outlines.get(community)
    if (undivided && cells.length > 1) settled = withoutCell(settled, undivided.id)
    if (cells.length === 0 && outline) settled = withCell(state, settled, community, outline.shape)
  }
  return settled
}

function withoutCell(change: DraftChange, id: CellId): DraftChange {
  const { geometry } = change
  return {
    ...change,
    geometry: geometry && {
      ...geometry,
      put: geometry.put.filter((cell) => cell.id !== id),
      retire: [...geometry.retire, id],
    },
    facts: [...change.facts.filter(([each]) => each !== id), [id, null]],
    gone: [...change.gone, id],
  }
}

function withCell(
  { set, gone, buildings, unitNames }: DraftState,
  change: DraftChange,
  community: string,
  shape: MultiPolygon,
): DraftChange {
  const id = numberUndividedCell(community)
  const { geometry } = change
  const rows = (geometry?.retire ?? [])
    .filter((each) => set.cells.get(each)?.community === community)
    .flatMap((each) => buildings?.rowsByCell.get(each) ?? [])
  const facts = createUndividedFacts(unitNames?.get(community) ?? community, buildings, rows)
  return {
    ...change,
    geometry: geometry && {
      ...geometry,
      put: [...geometry.put, { id, community, shape, undivided: true }],
      retire: geometry.retire.filter((each) => each !== id),
    },
    facts: [...change.facts.filter(([each]) => each !== id), [id, facts]],
    gone: change.gone.filter((each) => each !== id),
    back: gone.has(id) ? [...change.back, id] : change.back,
  }
}

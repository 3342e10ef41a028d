import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import { isInCountedCommunity } from '#shared/drafts/buildings/count-moves.ts'
import { applyDraftChange } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { GridKind } from '#shared/contract/enums.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import type { z } from 'zod'

export interface AffectedGridFigures {
  areaM2: number
  households: number
  residents: number
  members: number
  buildingGroups: number
  householdHubs: number
  /** null: no building is known. */
  buildings: number | null
  workers: number
  premises: number
}

/** One grid on a side of what is drawn: as it is, and as it would be. */
export interface AffectedGrid {
  id: CellId
  name: string
  kind: z.infer<typeof GridKind>
  before: AffectedGridFigures | null
  after: AffectedGridFigures | null
  /** Whether its households were counted by buildings; else they are estimated by area. */
  isCounted: boolean
}

/** Grids whose land a change would move, the largest first; those that are only given a vertex are left out. */
export function findAffectedGrids(
  state: DraftState,
  change: DraftChange,
  premises: readonly Point[],
): AffectedGrid[] {
  const after = applyDraftChange(state, change)
  return change.facts
    .flatMap(([id]): AffectedGrid[] => {
      const [was, is] = [
        state.set.cells.get(id)?.undivided ? null : computeDraftGridFigures(state, id, premises),
        after.set.cells.get(id)?.undivided ? null : computeDraftGridFigures(after, id, premises),
      ]
      const facts = after.facts.get(id) ?? state.facts.get(id)
      // a square metre is less than any hand means
      if (!facts || (!was && !is) || (was && is && Math.abs(was.areaM2 - is.areaM2) < 1)) return []
      return [
        {
          id,
          name: facts.name,
          kind: facts.kind,
          before: was,
          after: is,
          isCounted: isInCountedCommunity(after.set.cells.has(id) ? after : state, id),
        },
      ]
    })
    .sort((a, b) => (b.after?.areaM2 ?? 0) - (a.after?.areaM2 ?? 0))
}

export function computeDraftGridFigures(
  { set, facts, buildings, premises: assigned }: DraftState,
  id: CellId,
  premises: readonly Point[],
): AffectedGridFigures | null {
  const cell = set.cells.get(id)
  const known = facts.get(id)
  if (!cell || !known) return null
  return {
    areaM2: getShapeAreaM2(cell.shape),
    households: known.households,
    residents: known.residents,
    members: known.members,
    buildingGroups: known.buildingGroups,
    householdHubs: known.householdHubs,
    buildings: buildings ? (buildings.rowsByCell.get(id) ?? []).length : null,
    workers: known.fullTimeWorkers + known.partTimeWorkers,
    premises: assigned
      ? assigned.owner.filter((owner) => owner === id).length
      : premises.filter((place) => isPointInShape(cell.shape, place)).length,
  }
}

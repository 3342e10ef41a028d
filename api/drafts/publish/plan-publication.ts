import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { type CellDifference, compareStates, traceLineage } from '#shared/drafts/compare-states.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import {
  type AppliedOperation,
  type DraftHistory,
  createDraftHistory,
  applyStep,
} from '#shared/drafts/draft-history.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import type { Box, MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { AppError } from '../../errors.ts'
import { buildDraftBase } from '../base/build-draft-base.ts'
import type { LoadedDraft } from '../draft-service.ts'

/** What publishing a draft writes, worked out before the transaction begins. */
export interface Publication {
  /** Of the city that it was worked out on; the transaction finds the city at it, or begins again. */
  revision: number
  base: DraftState
  state: DraftState
  differences: readonly CellDifference[]
  lineage: { predecessor: number; successor: number; operation: string }[]
  outlines: { code: string; before: MultiPolygon; after: MultiPolygon }[]
  /** Communities whose grids are all given new codes. */
  renumbered: string[]
  box: Box | null
  layers: string[]
}

/**
 * The draft's operations run on the city as it is now: whatever was drawn elsewhere in the meantime is there. Whether
 * the grids that the draft touches are still the same has been asked before.
 *
 * @throws AppError stale_base when an operation cannot be done any more
 */
export function planPublication(
  snapshot: CitySnapshot,
  { ground, base: drawnOn, replay: drawn }: LoadedDraft,
): Publication {
  const fresh =
    ground.revision === snapshot.revision ? null : readDraftBase(buildDraftBase(snapshot, ground.street))
  const base = fresh ?? drawnOn
  const replay = fresh === null ? drawn : redo(fresh, drawn.done)
  const state = replay.state
  const broken = certifyDraft(state)
    .filter(({ holds }) => !holds)
    .map(({ unit }) => unit)
  if (broken.length > 0)
    throw new AppError('unprocessable', 'the grids do not tile the street', {
      reason: 'not_a_tiling',
      units: broken,
    })
  const differences = compareStates(base, state)
  const outlines = [...state.set.outlines].flatMap(([code, { shape }]) => {
    const before = base.set.outlines.get(code)?.shape ?? []
    return before === shape || JSON.stringify(before) === JSON.stringify(shape)
      ? []
      : [{ code, before, after: shape }]
  })
  const levels = new Set(outlines.map(({ code }) => LAYER_OF[code.length]))
  return {
    revision: snapshot.revision,
    base,
    state,
    differences,
    lineage: traceLineage(replay.done, base, state),
    outlines,
    renumbered: [...state.renumbered],
    box: boxOf([
      ...differences.flatMap(({ before, after }) => [before?.shape ?? [], after?.shape ?? []]),
      ...renumberedShapes(state),
    ]),
    layers: ['grids', ...[...levels].flatMap((layer) => layer ?? [])],
  }
}

const LAYER_OF: Readonly<Record<number, string>> = { 6: 'districts', 9: 'streets', 12: 'communities' }

function redo(fresh: DraftState, done: readonly AppliedOperation[]): DraftHistory {
  let replay = createDraftHistory(fresh)
  for (const { id, operation } of done) {
    const result = applyStep(replay, { id, step: 'do', operation })
    if (!result.ok)
      throw new AppError('stale_base', 'an operation cannot be done on the city as it is now', {
        step: id,
        reason: result.reason,
      })
    replay = result.value
  }
  return replay
}

const renumberedShapes = ({ set, renumbered }: DraftState) =>
  [...set.cells.values()].filter(({ community }) => renumbered.has(community)).map(({ shape }) => shape)

function boxOf(shapes: readonly MultiPolygon[]): Box | null {
  const boxes = shapes.filter((shape) => shape.length > 0).map(getShapeBox)
  if (boxes.length === 0) return null
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ]
}

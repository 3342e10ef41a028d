import { LAYER_BY_LEVEL } from '#shared/layers/base/map-layer.ts'
import { findCodeLevel } from '#shared/contract/city/code-levels.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { type CellDifference, compareStates, traceLineage } from '#shared/drafts/compare-states.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { type AppliedOperation, type DraftHistory, createDraftHistory } from '#shared/drafts/draft-history.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import type { Box, MultiPolygon } from '#shared/geometry/lattice.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { Revision } from '#shared/contract/ids.ts'
import { AppError } from '../../errors.ts'
import { buildDraftBase } from '../base/build-draft-base.ts'
import type { StepRunner } from '../steps/step-runner.ts'
import { type AssignedPremises, findAssignedPremises } from '../find-assigned-premises.ts'
import { findMovedFeatures, type MovedFeature } from '../find-moved-features.ts'
import type { LoadedDraft } from '../draft-service.ts'

/** Everything that publishing a draft writes, computed before the transaction begins. */
export interface Publication {
  /** Revision of the city that the plan was computed for; the transaction checks it. */
  revision: Revision
  base: DraftState
  state: DraftState
  differences: readonly CellDifference[]
  lineage: { predecessor: number; successor: number; operation: string }[]
  outlines: { code: string; before: MultiPolygon; after: MultiPolygon }[]
  /** Communities whose grids all receive new codes. */
  renumbered: string[]
  /** Premises and parks whose ground goes to another community. */
  movedFeatures: MovedFeature[]
  /** Premises whose grid is another one than before. */
  assignedPremises: AssignedPremises[]
  box: Box | null
  layers: string[]
}

/**
 * Computes what publishing a draft writes. When the city has changed since the draft was created, the operations run
 * again on the current city. The caller has checked that the grids the draft touches are not stale.
 *
 * @throws AppError stale_base when an operation can no longer be applied, unprocessable when the result is not a tiling
 */
export async function planPublication(
  runner: StepRunner,
  snapshot: CitySnapshot,
  { draftBase, base: draftedOn, history: drafted }: LoadedDraft,
): Promise<Publication> {
  const fresh = draftBase.revision === snapshot.revision ? null : buildDraftBase(snapshot, draftBase.street)
  const base = fresh === null ? draftedOn : readDraftBase(fresh)
  const history = fresh === null ? drafted : await replayOperations(runner, fresh, base, drafted.done)
  const state = history.state
  const broken = certifyDraft(state)
    .filter(({ holds }) => !holds)
    .map(({ unit }) => unit)
  if (broken.length > 0)
    throw new AppError('unprocessable', 'the grids do not tile the street', {
      reason: 'not_a_tiling',
      units: broken,
    })
  const differences = compareStates(base, state)
  for (const { id, after } of differences) {
    const at = after === null ? null : findShapeDefect(after.shape)
    if (at)
      throw new AppError('unprocessable', 'a grid is not a valid shape', {
        reason: 'breaks_a_grid',
        grids: [id],
        at,
      })
  }
  const outlines = [...state.set.outlines].flatMap(([code, { shape }]) => {
    const before = base.set.outlines.get(code)?.shape ?? []
    return before === shape || JSON.stringify(before) === JSON.stringify(shape)
      ? []
      : [{ code, before, after: shape }]
  })
  const movedFeatures = findMovedFeatures(snapshot, base, state)
  const assignedPremises = findAssignedPremises(base, state)
  const levels = new Set(outlines.flatMap(({ code }) => findCodeLevel(code) ?? []))
  return {
    revision: snapshot.revision,
    base,
    state,
    differences,
    lineage: traceLineage(history.done, base, state),
    outlines,
    renumbered: [...state.renumbered],
    movedFeatures,
    assignedPremises,
    box: computeBox([
      ...differences.flatMap(({ before, after }) => [before?.shape ?? [], after?.shape ?? []]),
      ...renumberedShapes(state),
    ]),
    layers: [
      'grids',
      ...[...levels].map((level) => LAYER_BY_LEVEL[level]),
      ...new Set([
        ...movedFeatures.map(({ layer }) => layer),
        // premises are not patched in memory: their layer lets them be read again
        ...assignedPremises.map(({ kind }) => (kind === 'center' ? 'centers' : 'stations')),
      ]),
    ],
  }
}

async function replayOperations(
  runner: StepRunner,
  fresh: DraftBase,
  base: DraftState,
  done: readonly AppliedOperation[],
): Promise<DraftHistory> {
  let history = createDraftHistory(base)
  for (const { id, operation } of done) {
    const result = await runner.run(history, { id, step: 'do', operation }, fresh)
    if (!result.ok)
      throw new AppError('stale_base', 'an operation cannot be done on the city as it is now', {
        step: id,
        reason: result.reason,
      })
    history = result.value
  }
  return history
}

const renumberedShapes = ({ set, renumbered }: DraftState) =>
  [...set.cells.values()].filter(({ community }) => renumbered.has(community)).map(({ shape }) => shape)

function computeBox(shapes: readonly MultiPolygon[]): Box | null {
  const boxes = shapes.filter((shape) => shape.length > 0).map(getShapeBox)
  if (boxes.length === 0) return null
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ]
}

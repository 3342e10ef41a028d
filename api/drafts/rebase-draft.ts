import { randomUUID } from 'node:crypto'
import { removeUnfitChoice } from '#shared/drafts/assignment/remove-unfit-choice.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { type DraftHistory, createDraftHistory } from '#shared/drafts/draft-history.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { AnyOperation, DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { Result } from '#shared/geometry/result.ts'
import type { Draft } from '#shared/contract/drafts/drafts.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { notifyDraftSubscribers } from './draft-channel.ts'
import { type DraftRow, findDraft, assertDraftStatus, toDraft } from './draft-row.ts'
import { buildDraftBase } from './base/build-draft-base.ts'
import { packDraftBase } from './base/draft-base-codec.ts'
import type { Actor } from '../runtime/actor.ts'
import type { DraftService } from './draft-service.ts'
import type { StepRunner } from './steps/step-runner.ts'
import { storeSteps } from './steps/store-steps.ts'

const updateBaseStatement = loadSql('api/drafts/sql/update-draft-base.sql')

/** A step that the current city refuses, or whose choice it refuses. */
interface RefusedStep {
  id: string
  code: string
}

/**
 * Runs the operations of a draft again on the current city. Refused operations are left out only with `leaveOut`. Where
 * only the choice of who gets what does not fit any more, it is proposed anew, and the answer names the step.
 *
 * @param authorize throws when the caller may not edit the draft's street
 * @throws AppError wrong_stage, stale_base
 */
export async function rebaseDraft(
  draftService: DraftService,
  actor: Actor,
  { city, id, leaveOut }: { city: string; id: DraftId; leaveOut: boolean },
  authorize: (row: DraftRow) => void,
): Promise<{ draft: Draft; leftOut: RefusedStep[]; proposedAnew: RefusedStep[] }> {
  const { snapshot } = await draftService.cities.get(city)
  const { seen, unreplayed } = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    authorize(row)
    assertDraftStatus(row, 'open')
    return { seen: row, unreplayed: await draftService.readDraft(tx, city, row) }
  })
  const { history: before } = await draftService.replayDraft(unreplayed)
  const draftBase = buildDraftBase(snapshot, seen.street_code)
  const { history, leftOut, proposedAnew } = await repeatOperations(
    draftService.steps,
    draftBase,
    before.done,
  )
  if (leftOut.length > 0 && !leaveOut)
    throw new AppError('stale_base', 'some operations cannot be done on the city as it is now', {
      refused: leftOut,
    })

  const at = new Date(draftService.now())
  const row = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    authorize(row)
    assertDraftStatus(row, 'open')
    if (row.steps !== seen.steps)
      throw new AppError('stale_base', 'the draft has other steps than before', { steps: row.steps })
    await tx.query(updateBaseStatement, [id, draftBase.revision, packDraftBase(draftBase), row.steps])
    const steps = await storeSteps(tx, id, {
      after: row.steps,
      steps: history.done.map(({ id, operation }) => ({ id, step: 'do' as const, operation })),
      author: actor.name,
      at,
    })
    await notifyDraftSubscribers(tx, city, row.street_code)
    await appendAudit(tx, city, [
      {
        at,
        actor: actor.name,
        address: actor.address,
        action: 'draft.rebase',
        object: `draft:${id}`,
        result: 'done',
        detail: {
          from: row.base_revision,
          to: draftBase.revision,
          leftOut: leftOut.length,
          ...(proposedAnew.length === 0 ? {} : { proposedAnew: proposedAnew.length }),
        },
      },
    ])
    return {
      ...row,
      base_revision: draftBase.revision,
      first_step: row.steps,
      steps,
      changed_at: at.toISOString(),
    }
  })
  return { draft: toDraft(row, snapshot), leftOut, proposedAnew }
}

/** Runs operations again on another base; those that it refuses are left out. */
async function repeatOperations(
  runner: StepRunner,
  base: DraftBase,
  done: DraftHistory['done'],
): Promise<{ history: DraftHistory; leftOut: RefusedStep[]; proposedAnew: RefusedStep[] }> {
  let history = createDraftHistory(readDraftBase(base))
  const leftOut: RefusedStep[] = []
  const proposedAnew: RefusedStep[] = []
  for (const { id: was, operation } of done) {
    const before = history
    const run = (operation: AnyOperation) =>
      runner.run(before, { id: randomUUID(), step: 'do', operation }, base)
    const result = await run(operation)
    if (result.ok) {
      history = result.value
      continue
    }
    const { code } = result.reason
    const anew = await proposeAnew(before, removeUnfitChoice(operation, code), run)
    if (anew !== null) history = anew
    ;(anew === null ? leftOut : proposedAnew).push({ id: was, code })
  }
  return { history, leftOut, proposedAnew }
}

/** Runs an operation with the choice of where premises, workers and branches go that is proposed now; null: refused. */
async function proposeAnew(
  { state }: DraftHistory,
  plain: DraftOperation | null,
  run: (operation: AnyOperation) => Promise<Result<DraftHistory>>,
): Promise<DraftHistory | null> {
  if (plain === null) return null
  const result = await run(plain)
  const change = result.ok ? result.value.done.at(-1)?.change : undefined
  if (change === undefined) return null
  const proposed = await run(applyProposal(state, plain, change).operation)
  return proposed.ok ? proposed.value : null
}

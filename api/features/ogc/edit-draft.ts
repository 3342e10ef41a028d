import { randomUUID } from 'node:crypto'
import type { RedrawOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { appendSteps } from '../../drafts/steps/append-steps.ts'
import { type DraftRow, findDraft } from '../../drafts/draft-row.ts'
import type { DraftService, LoadedDraft } from '../../drafts/draft-service.ts'
import type { Actor } from '../../runtime/actor.ts'
import { AppError } from '../../errors.ts'

export interface DraftRef {
  city: string
  draft: DraftId
}

/**
 * Loads a draft.
 *
 * @param authorize throws when the caller may not edit the draft's street
 * @throws AppError not_found
 */
export async function loadDraftForEditing(
  draftService: DraftService,
  { city, draft }: DraftRef,
  authorize: (row: DraftRow) => void,
): Promise<{ row: DraftRow; loaded: LoadedDraft }> {
  const { row, unreplayed } = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, draft)
    authorize(row)
    return { row, unreplayed: await draftService.readDraft(tx, city, row) }
  })
  return { row, loaded: await draftService.replayDraft(unreplayed) }
}

/** An edit is tried this often when a step by somebody else is stored in between. */
const MAX_ATTEMPTS = 3

/**
 * Appends one edit of a desktop program to the draft as a step.
 *
 * @param buildOperation builds the operation from the draft's current state
 * @throws AppError unprocessable when the operation is refused
 */
export async function editDraft(
  draftService: DraftService,
  actor: Actor,
  ref: DraftRef,
  authorize: (row: DraftRow) => void,
  buildOperation: (draft: LoadedDraft) => RedrawOperation,
): Promise<RedrawOperation> {
  for (let attempt = 1; ; attempt++) {
    const { row, loaded } = await loadDraftForEditing(draftService, ref, authorize)
    const operation = buildOperation(loaded)
    try {
      const { refused } = await appendSteps(
        draftService,
        actor,
        {
          city: ref.city,
          id: ref.draft,
          after: row.steps,
          steps: [{ id: randomUUID(), step: 'do', operation }],
        },
        authorize,
      )
      // a program may send a feature back unchanged
      if (refused === null || refused.reason.code === 'nothing_changes') return operation
      throw new AppError('unprocessable', 'the draft cannot take this', {
        reason: refused.reason.code,
        ...(refused.reason.cells ? { cells: refused.reason.cells } : {}),
      })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'stale_base' || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

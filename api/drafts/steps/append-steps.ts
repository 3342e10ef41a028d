import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import { type appendSteps as contract, MAX_DRAFT_STEPS } from '#shared/contract/drafts/drafts.ts'
import type { Reason } from '#shared/geometry/result.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../runtime/actor.ts'
import { applyNewSteps } from './apply-new-steps.ts'
import { notifyDraftSubscribers } from '../draft-channel.ts'
import { type DraftRow, findDraft, assertDraftStatus, readSteps, toDraft } from '../draft-row.ts'
import type { DraftService } from '../draft-service.ts'
import { listStreetLeases, acquireLeases } from '../leases.ts'
import { storeSteps } from './store-steps.ts'

const existingStatement = loadSql('api/drafts/sql/list-existing-steps.sql')

export interface StepsToAppend {
  city: string
  id: DraftId
  /** Number of the last step that the client knows. */
  after: number
  steps: readonly DraftStep[]
}

/**
 * Appends steps to a draft. The server runs every operation itself, once, and certifies the tiling; geometry computed by
 * the client is never used. Steps that are stored already are accepted and not applied again; the first refused step ends
 * the list.
 *
 * @param authorize throws when the caller may not edit the draft's street
 * @throws AppError stale_base, wrong_stage, leased; conflict when a step has the id of another one with other content
 */
export async function appendSteps(
  draftService: DraftService,
  actor: Actor,
  { city, id, after, steps }: StepsToAppend,
  authorize: (row: DraftRow) => void,
): Promise<z.output<typeof contract.answer>> {
  const { snapshot } = await draftService.cities.get(city)
  for (let attempt = 1; ; attempt++) {
    const appended = await appendOnce(draftService, actor, { city, id, after, steps }, authorize)
    if (appended !== null) return { draft: toDraft(appended.row, snapshot), ...appended.answer }
    if (attempt === MAX_ATTEMPTS)
      throw new AppError('stale_base', 'the draft changes too often: try again', { after })
  }
}

/** Appending is tried this often when another request stores steps in between. */
const MAX_ATTEMPTS = 5

/**
 * Runs the steps while no transaction is open, as two hundred take seconds, and stores them if the draft is still the one
 * that they were run on; null: it is not.
 */
async function appendOnce(
  draftService: DraftService,
  actor: Actor,
  { city, id, after, steps }: StepsToAppend,
  authorize: (row: DraftRow) => void,
): Promise<{ row: DraftRow; answer: Omit<z.output<typeof contract.answer>, 'draft'> } | null> {
  const { seen, existing, unreplayed } = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    authorize(row)
    const existing = await findRepeatedSteps(tx, id, steps)
    if (!steps.every((step) => existing.has(step.id))) {
      assertDraftStatus(row, 'open')
      await checkSeenSteps(tx, row, after, existing)
    }
    return { seen: row, existing, unreplayed: await draftService.readDraft(tx, city, row) }
  })
  const fresh = withoutRepeated(steps).filter((step) => !existing.has(step.id))
  const draft = await draftService.replayDraft(unreplayed)
  const room = Math.max(0, MAX_DRAFT_STEPS - (seen.steps - seen.first_step))
  const applied = await applyNewSteps(
    (history, step) => draftService.steps.run(history, step, draft.draftBase),
    draft.history,
    fresh.slice(0, room),
  )
  const { history, accepted, notes, communities } = applied
  const beyond = fresh[room]
  const refused =
    applied.refused ??
    (beyond && { id: beyond.id, reason: { code: 'too_many_steps', count: MAX_DRAFT_STEPS } }) ??
    null

  const lease = { draft: id, holder: actor.name, now: draftService.now() }
  const at = new Date(lease.now)
  const stored = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    authorize(row)
    if (row.steps !== seen.steps || row.first_step !== seen.first_step) return null
    if (fresh.length > 0) assertDraftStatus(row, 'open')
    await acquireLeases(tx, communities, lease)
    const count =
      accepted.length > 0
        ? await storeSteps(tx, id, { after: row.steps, steps: accepted, author: actor.name, at })
        : row.steps
    if (accepted.length > 0) await notifyDraftSubscribers(tx, city, row.street_code)
    return {
      row: { ...row, steps: count, changed_at: accepted.length > 0 ? at.toISOString() : row.changed_at },
      answer: {
        accepted: [...existing, ...accepted.map((step) => step.id)],
        notes: notes.map(({ at: [x, y], ...note }) => ({ ...note, at: [x, y] as [number, number] })),
        refused: refused && { id: refused.id, reason: toReasonAnswer(refused.reason) },
        leases: await listStreetLeases(tx, row.street_code, lease),
      },
    }
  })
  if (stored !== null) draftService.cacheDraft(city, stored.row, { ...draft, history })
  return stored
}

/** Returns the ids of the sent steps that are stored already, with the same content. */
async function findRepeatedSteps(
  tx: Queryable,
  draft: DraftId,
  steps: readonly DraftStep[],
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ step_id: string; step: string; operation: unknown }>(existingStatement, [
    draft,
    steps.map(({ id }) => id),
  ])
  const stored = new Map(rows.map(({ step_id, step, operation }) => [step_id, { step, operation }]))
  const known = new Map(stored)
  for (const sent of steps) {
    // as the database returns it: JSON has no negative zero
    const operation: unknown = sent.step === 'do' ? JSON.parse(JSON.stringify(sent.operation)) : null
    const content = { step: sent.step, operation }
    const before = known.get(sent.id)
    if (before !== undefined && !isDeepStrictEqual(before, content))
      throw new AppError('conflict', 'there is another step with this id', { step: sent.id })
    known.set(sent.id, content)
  }
  return new Set(stored.keys())
}

function withoutRepeated(steps: readonly DraftStep[]): DraftStep[] {
  const ids = new Set<string>()
  return steps.filter(({ id }) => !ids.has(id) && ids.add(id))
}

/** Steps by others that the client has not seen are a conflict; its own steps from an earlier request are not. */
async function checkSeenSteps(
  tx: Queryable,
  row: DraftRow,
  after: number,
  existing: ReadonlySet<string>,
): Promise<void> {
  if (after === row.steps) return
  const hasUnseen =
    after > row.steps || (await readSteps(tx, row.id, after)).some((step) => !existing.has(step.id))
  if (hasUnseen)
    throw new AppError('stale_base', 'the draft has other steps than the sender has seen', {
      after,
      steps: row.steps,
    })
}

function toReasonAnswer({ code, cells, at, count }: Reason) {
  return {
    code,
    ...(cells === undefined ? {} : { cells: [...cells] }),
    ...(at === undefined ? {} : { at: [at[0], at[1]] as [number, number] }),
    ...(count === undefined ? {} : { count }),
  }
}

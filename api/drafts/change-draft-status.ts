import type { Draft } from '#shared/contract/drafts/drafts.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import { findAffectedStreets } from '#shared/drafts/find-affected-streets.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../runtime/actor.ts'
import { checkConsents, requestConsents, recordConsent } from './feedback/consents.ts'
import { notifyDraftSubscribers } from './draft-channel.ts'
import { assertFreeDraftName } from './names/draft-names.ts'
import { type DraftRow, findDraft, assertDraftStatus, toDraft } from './draft-row.ts'
import { assertFourEyes } from './four-eyes.ts'
import { findTouchedStaleGrids } from './find-stale-grids.ts'
import { releaseLeases } from './leases.ts'
import type { DraftService } from './draft-service.ts'

const sql = {
  submit: loadSql('api/drafts/sql/submit-draft.sql'),
  updateStatus: loadSql('api/drafts/sql/update-draft-status.sql'),
  updateName: loadSql('api/drafts/sql/update-draft-name.sql'),
}

export type DraftAction =
  | { step: 'submit'; note: string; after: number }
  | { step: 'withdraw' }
  | { step: 'discard' }
  | { step: 'return'; note: string }
  | { step: 'approve'; note: string }
  | { step: 'consent'; street: string; agrees: boolean; note: string }
  | { step: 'rename'; name: string }

interface Scope {
  tx: Queryable
  row: DraftRow
  /** null: not to be submitted, or not open when it was looked at. */
  ready: ReadyDraft | null
  snapshot: CitySnapshot
  actor: Actor
  at: Date
}

/**
 * Changes the status or name of a draft and appends the audit row. A repeated request changes nothing.
 *
 * @param authorize throws when the caller may not do this to drafts of the street
 */
export async function changeDraftStatus(
  draftService: DraftService,
  actor: Actor,
  { city, id }: { city: string; id: DraftId },
  action: DraftAction,
  authorize: (row: DraftRow) => void,
): Promise<Draft> {
  const { snapshot } = await draftService.cities.get(city)
  const at = new Date(draftService.now())
  const ready =
    action.step === 'submit'
      ? await checkReady(draftService, { city, id, snapshot, action }, authorize)
      : null
  return withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    authorize(row)
    const changed = await applyAction({ tx, row, snapshot, actor, at, ready }, action)
    if (changed) {
      const { step, ...detail } = action
      await notifyDraftSubscribers(tx, city, row.street_code)
      await appendAudit(tx, city, [
        {
          at,
          actor: actor.name,
          address: actor.address,
          action: `draft.${step}`,
          object: `draft:${id}`,
          result: 'done',
          detail: { draft: row.name, street: row.street_code, ...detail },
        },
      ])
    }
    return toDraft(await findDraft(tx, id), snapshot)
  })
}

/** False: the draft is in this state already. */
async function applyAction(scope: Scope, action: DraftAction): Promise<boolean> {
  const { tx, row, snapshot, actor, at, ready } = scope
  const setStatus = (status: DraftRow['status'], note: string | null) =>
    tx.query(sql.updateStatus, [row.id, status, actor.name, at, note])
  switch (action.step) {
    case 'rename':
      assertDraftStatus(row, 'open')
      if (row.name === action.name) return false
      await assertFreeDraftName(tx, { id: row.id, street: row.street_code, name: action.name })
      await tx.query(sql.updateName, [row.id, action.name, at])
      return true
    case 'submit':
      if (row.status === 'submitted' && row.submitted_by === actor.name && row.steps === action.after)
        return false
      assertDraftStatus(row, 'open')
      if (row.steps !== action.after)
        throw new AppError('stale_base', 'the draft has other steps than the sender has seen', {
          after: action.after,
          steps: row.steps,
        })
      if (ready?.firstStep !== row.first_step)
        throw new AppError('stale_base', 'the draft changed while it was checked', { after: action.after })
      await requestConsents(tx, row.id, ready.affectedStreets)
      await tx.query(sql.submit, [row.id, actor.name, at, action.note])
      await releaseLeases(tx, row.id, null)
      return true
    case 'withdraw':
      if (row.status === 'open') return false
      assertDraftStatus(row, 'submitted', 'approved')
      await setStatus('open', null)
      return true
    case 'discard':
      if (row.status === 'discarded') return false
      assertDraftStatus(row, 'open', 'submitted', 'approved')
      await releaseLeases(tx, row.id, null)
      await setStatus('discarded', null)
      return true
    case 'return':
      assertDraftStatus(row, 'submitted', 'approved')
      await setStatus('open', action.note)
      return true
    case 'approve':
      if (row.status === 'approved' && row.decided_by === actor.name) return false
      assertDraftStatus(row, 'submitted')
      await assertFourEyes(tx, row, actor.name, snapshot.settings)
      await checkConsents(tx, row.id, snapshot)
      await setStatus('approved', action.note)
      return true
    case 'consent': {
      assertDraftStatus(row, 'submitted')
      const { street, agrees, note } = action
      if (!(await recordConsent(tx, row.id, { street, agrees, by: actor.name, at, note })))
        throw new AppError('not_found', 'this street is not asked for its consent', { street })
      return true
    }
  }
}

/** A draft that may be submitted, up to the step that its author has seen. */
interface ReadyDraft {
  firstStep: number
  /** Streets whose border moves. */
  affectedStreets: string[]
}

/**
 * Checks that the draft changes something, is not stale and has no errors, while no transaction is open. null: it is not
 * open, or has other steps than its author has seen; the transaction says so.
 */
async function checkReady(
  draftService: DraftService,
  {
    city,
    id,
    snapshot,
    action,
  }: { city: string; id: DraftId; snapshot: CitySnapshot; action: { after: number } },
  authorize: (row: DraftRow) => void,
): Promise<ReadyDraft | null> {
  const { row, unreplayed } = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    authorize(row)
    if (row.status !== 'open' || row.steps !== action.after) return { row, unreplayed: null }
    return { row, unreplayed: await draftService.readDraft(tx, city, row) }
  })
  if (unreplayed === null) return null
  const { base, history } = await draftService.replayDraft(unreplayed)
  const differences = compareStates(base, history.state)
  if (differences.length === 0 && history.state.renumbered.size === 0)
    throw new AppError('unprocessable', 'the draft changes nothing', { reason: 'nothing_changes' })
  const stale = findTouchedStaleGrids({ base, history }, row, snapshot)
  if (stale.length > 0)
    throw new AppError('stale_base', 'grids under the draft have changed since it was begun', {
      grids: stale,
    })
  const issues = await draftService.findIssues(history.state, snapshot.settings)
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    throw new AppError('has_problems', 'the draft has errors', {
      issues: errors.map(({ type, cells, at }) => ({ type, cells, at })),
    })
  return { firstStep: row.first_step, affectedStreets: findAffectedStreets(base, history.state) }
}

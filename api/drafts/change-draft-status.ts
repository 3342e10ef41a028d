import type { Draft } from '#shared/contract/drafts/drafts.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
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
  draftService: DraftService
  tx: Queryable
  city: string
  row: DraftRow
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
  return withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    authorize(row)
    const changed = await applyAction({ draftService, tx, city, row, snapshot, actor, at }, action)
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
  const { tx, row, snapshot, actor, at } = scope
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
      await requestConsents(tx, row.id, await checkReady(scope))
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

/** Checks that the draft changes something, is not stale and has no errors. Returns the streets whose border moves. */
async function checkReady({ draftService, tx, city, row, snapshot }: Scope): Promise<string[]> {
  const { base, history } = await draftService.loadDraft(tx, city, row)
  const differences = compareStates(base, history.state)
  if (differences.length === 0 && history.state.renumbered.size === 0)
    throw new AppError('unprocessable', 'the draft changes nothing', { reason: 'nothing_changes' })
  const stale = findTouchedStaleGrids({ base, history }, row, snapshot)
  if (stale.length > 0)
    throw new AppError('stale_base', 'grids under the draft have changed since it was begun', {
      grids: stale,
    })
  const errors = findDraftIssues(history.state, snapshot.settings).filter(
    ({ severity }) => severity === 'error',
  )
  if (errors.length > 0)
    throw new AppError('has_problems', 'the draft has errors', {
      issues: errors.map(({ type, cells, at }) => ({ type, cells, at })),
    })
  return findAffectedStreets(base, history.state)
}

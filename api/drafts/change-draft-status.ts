import type { Draft } from '#shared/contract/drafts/drafts.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import { findAffectedStreets } from '#shared/drafts/find-affected-streets.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { requestConsents, listConsents, recordConsent } from './feedback/consents.ts'
import { notifyDraftSubscribers } from './draft-channel.ts'
import { type DraftRow, findDraft, assertDraftStatus, toDraft } from './draft-row.ts'
import { findStaleGrids } from './find-stale-grids.ts'
import { releaseLeases } from './leases.ts'
import type { Actor, DraftService, LoadedDraft } from './draft-service.ts'

const sql = {
  submit: loadSql('api/drafts/sql/submit-draft.sql'),
  decide: loadSql('api/drafts/sql/update-draft-status.sql'),
  rename: loadSql('api/drafts/sql/update-draft-name.sql'),
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
  desk: DraftService
  tx: Queryable
  city: string
  row: DraftRow
  snapshot: CitySnapshot
  actor: Actor
  at: Date
}

/**
 * Takes a draft from one stage to the next, with its audit row. Asked twice, the second time finds that it is so already.
 *
 * @param mayTouch asks for the right to do this to drafts of the street
 */
export async function changeDraftStatus(
  desk: DraftService,
  actor: Actor,
  { city, id }: { city: string; id: string },
  decision: DraftAction,
  mayTouch: (row: DraftRow) => void,
): Promise<Draft> {
  const { snapshot } = await desk.cities.get(city)
  const at = new Date(desk.now())
  return withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    mayTouch(row)
    const done = await decide({ desk, tx, city, row, snapshot, actor, at }, decision)
    if (done) {
      const { step, ...detail } = decision
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

/** False: it was so already. */
async function decide(scope: Scope, decision: DraftAction): Promise<boolean> {
  const { tx, row, actor, at } = scope
  const set = (status: DraftRow['status'], note: string | null) =>
    tx.query(sql.decide, [row.id, status, actor.name, at, note])
  switch (decision.step) {
    case 'rename':
      assertDraftStatus(row, 'open')
      if (row.name === decision.name) return false
      await tx.query(sql.rename, [row.id, decision.name, at])
      return true
    case 'submit':
      if (row.status === 'submitted' && row.submitted_by === actor.name && row.steps === decision.after)
        return false
      assertDraftStatus(row, 'open')
      if (row.steps !== decision.after)
        throw new AppError('stale_base', 'the draft has other steps than the sender has seen', {
          after: decision.after,
          steps: row.steps,
        })
      await requestConsents(tx, row.id, await checkReady(scope))
      await tx.query(sql.submit, [row.id, actor.name, at, decision.note])
      await releaseLeases(tx, row.id, null)
      return true
    case 'withdraw':
      if (row.status === 'open') return false
      assertDraftStatus(row, 'submitted', 'approved')
      await set('open', null)
      return true
    case 'discard':
      if (row.status === 'discarded') return false
      assertDraftStatus(row, 'open', 'submitted', 'approved')
      await releaseLeases(tx, row.id, null)
      await set('discarded', null)
      return true
    case 'return':
      assertDraftStatus(row, 'submitted', 'approved')
      await set('open', decision.note)
      return true
    case 'approve':
      if (row.status === 'approved' && row.decided_by === actor.name) return false
      assertDraftStatus(row, 'submitted')
      if (row.submitted_by === actor.name)
        throw new AppError('own_work', 'nobody approves what they submitted')
      await checkConsents(scope)
      await set('approved', decision.note)
      return true
    case 'consent': {
      assertDraftStatus(row, 'submitted')
      const { street, agrees, note } = decision
      if (!(await recordConsent(tx, row.id, { street, agrees, by: actor.name, at, note })))
        throw new AppError('not_found', 'this street is not asked for its consent', { street })
      return true
    }
  }
}

/** Nothing wrong, nothing stale, something to publish. @returns streets whose border moves */
async function checkReady({ desk, tx, city, row, snapshot }: Scope): Promise<string[]> {
  const { base, replay } = await desk.inHand(tx, city, row)
  const differences = compareStates(base, replay.state)
  if (differences.length === 0 && replay.state.renumbered.size === 0)
    throw new AppError('unprocessable', 'the draft changes nothing', { reason: 'nothing_changes' })
  const stale = findTouchedStaleGrids({ base, replay }, row, snapshot)
  if (stale.length > 0)
    throw new AppError('stale_base', 'grids under the draft have changed since it was begun', {
      grids: stale,
    })
  const errors = findDraftIssues(replay.state, snapshot.settings.rules).filter(
    ({ severity }) => severity === 'error',
  )
  if (errors.length > 0)
    throw new AppError('has_problems', 'the draft has errors', {
      issues: errors.map(({ type, cells, at }) => ({ type, cells, at })),
    })
  return findAffectedStreets(base, replay.state)
}

/** Of the grids that the draft touches, those that the city has changed since. */
export function findTouchedStaleGrids(
  { base, replay }: Pick<LoadedDraft, 'base' | 'replay'>,
  row: Pick<DraftRow, 'base_revision'>,
  snapshot: CitySnapshot,
) {
  const touched = new Set(
    compareStates(base, replay.state)
      .filter(({ what }) => what !== 'vertices')
      .map(({ id }) => id),
  )
  return (findStaleGrids(base, row.base_revision, snapshot)?.grids ?? []).filter(({ id }) => touched.has(id))
}

/** @throws AppError consent_missing */
export async function checkConsents({
  tx,
  row,
  snapshot,
}: Pick<Scope, 'tx' | 'row' | 'snapshot'>): Promise<void> {
  const missing = (await listConsents(tx, row.id, snapshot)).filter(({ state }) => state !== 'given')
  if (missing.length > 0)
    throw new AppError('consent_missing', 'a neighbouring street has not agreed', {
      streets: missing.map(({ street, name, state }) => ({ street, name, state })),
    })
}

import type { AnyOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { Draft } from '#shared/contract/drafts/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { createDraftHistory, applyStep } from '#shared/drafts/draft-history.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { loadSql } from '../db/load-sql.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { findDraft, toDraft } from './draft-row.ts'
import { buildDraftBase } from './base/build-draft-base.ts'
import { type Actor, type DraftService, packDraftBase } from './draft-service.ts'

const sql = {
  insert: loadSql('api/drafts/sql/insert-draft.sql'),
  steps: loadSql('api/drafts/sql/insert-steps.sql'),
  advance: loadSql('api/drafts/sql/update-step-count.sql'),
}

export interface DraftToCreate {
  city: string
  street: string
  id: string
  name: string
  /** The published change that it takes back, with the operation that does so. */
  reverts?: { changeset: number; operation: AnyOperation; changedSince: readonly string[] }
  /** What it begins with, from the ground that it is drawn on. */
  begin?: (ground: DraftBase) => AnyOperation
}

/** Begins a draft on the city as it is now; the same id again finds the one that is there. */
export async function createDraft(
  desk: DraftService,
  actor: Actor,
  { city, street, id, name, reverts, begin }: DraftToCreate,
): Promise<Draft> {
  const { snapshot } = await desk.cities.get(city)
  const ground = buildDraftBase(snapshot, street)
  const operation = reverts?.operation ?? begin?.(ground)
  const first = operation && { id, step: 'do' as const, operation }
  if (first) {
    const base = readDraftBase(ground)
    const taken = applyStep(createDraftHistory(base), first)
    if (!taken.ok)
      throw new AppError('conflict', 'the draft cannot begin on the city as it is now', {
        ...(reverts && { grids: reverts.changedSince }),
        reason: taken.reason,
      })
    if (reverts) checkRestored(base, taken.value.state, reverts.changedSince)
  }
  const at = new Date(desk.now())
  return withCity(desk.database, city, async (tx) => {
    const { rowCount } = await tx.query(sql.insert, [
      id,
      street,
      name,
      snapshot.revision,
      packDraftBase(ground),
      actor.name,
      at,
      reverts?.changeset ?? null,
    ])
    const row = await findDraft(tx, id)
    if (row.author !== actor.name || row.street_code !== street)
      throw new AppError('conflict', 'this id belongs to another draft', { draft: id })
    if (rowCount === 0) return toDraft(row, snapshot)
    if (first) {
      await tx.query(sql.steps, [id, encodeJson([{ number: 1, ...first }]), actor.name, at])
      await tx.query(sql.advance, [id, 1, at])
    }
    await appendAudit(tx, city, [
      {
        at,
        actor: actor.name,
        address: actor.address,
        action: 'draft.create',
        object: `draft:${id}`,
        result: 'done',
        detail: { street, name, reverts: reverts?.changeset ?? null },
      },
    ])
    return toDraft(await findDraft(tx, id), snapshot)
  })
}

/** @throws AppError conflict when nothing would come back, or what comes back no longer fits into what has been drawn since */
function checkRestored(base: DraftState, state: DraftState, changedSince: readonly string[]): void {
  const grids = [...changedSince]
  const differences = compareStates(base, state)
  if (differences.length === 0)
    throw new AppError('conflict', 'the city is already as it was before this change', { grids })
  const fits =
    certifyDraft(state).every(({ holds }) => holds) &&
    differences.every(({ after }) => after === null || findSelfIntersection(after.shape) === null)
  if (!fits)
    throw new AppError('conflict', 'other borders have been drawn there since', {
      grids,
      reason: { code: 'not_a_tiling' },
    })
}

import type { AnyOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { Draft } from '#shared/contract/drafts/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { createDraftHistory, applyStep } from '#shared/drafts/draft-history.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'
import type { ChangesetId, DraftId } from '#shared/contract/ids.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { assertFreeDraftName, findFreeDraftName } from './names/draft-names.ts'
import { findDraft, toDraft } from './draft-row.ts'
import { buildDraftBase } from './base/build-draft-base.ts'
import { packDraftBase } from './base/draft-base-codec.ts'
import type { Actor } from '../runtime/actor.ts'
import type { DraftService } from './draft-service.ts'
import { storeSteps } from './steps/store-steps.ts'

const insertStatement = loadSql('api/drafts/sql/insert-draft.sql')

export interface DraftToCreate {
  city: string
  street: string
  id: DraftId
  name: string
  /** The published changeset that the draft reverts, and the operation that reverts it. */
  reverts?: { changeset: ChangesetId; operation: AnyOperation; changedSince: readonly string[] }
  /** Returns the first operation of the draft. */
  begin?: (draftBase: DraftBase) => AnyOperation
}

/**
 * Creates a draft on the current city. A repeated request with the same id returns the existing draft. A draft that begins
 * with an operation gets a number behind a name that is taken: its name was proposed, not chosen.
 *
 * @throws AppError not_found, conflict, name_taken
 */
export async function createDraft(
  draftService: DraftService,
  actor: Actor,
  { city, street, id, name, reverts, begin }: DraftToCreate,
): Promise<Draft> {
  const { snapshot } = await draftService.cities.get(city)
  const draftBase = buildDraftBase(snapshot, street)
  const operation = reverts?.operation ?? begin?.(draftBase)
  const first = operation && { id, step: 'do' as const, operation }
  if (first) {
    const base = readDraftBase(draftBase)
    const applied = applyStep(createDraftHistory(base), first)
    if (!applied.ok)
      throw new AppError('conflict', 'the draft cannot begin on the city as it is now', {
        ...(reverts && { grids: reverts.changedSince }),
        reason: applied.reason,
      })
    if (reverts) checkRestored(base, applied.value.state, reverts.changedSince)
  }
  const at = new Date(draftService.now())
  return withCity(draftService.database, city, async (tx) => {
    const named = { id, street, name }
    const freeName = first ? await findFreeDraftName(tx, named) : name
    const { rowCount } = await tx.query(insertStatement, [
      id,
      street,
      freeName,
      snapshot.revision,
      packDraftBase(draftBase),
      actor.name,
      at,
      reverts?.changeset ?? null,
    ])
    const row = await findDraft(tx, id)
    if (row.author !== actor.name || row.street_code !== street)
      throw new AppError('conflict', 'this id belongs to another draft', { draft: id })
    if (rowCount === 0) return toDraft(row, snapshot)
    if (!first) await assertFreeDraftName(tx, named)
    if (first) await storeSteps(tx, id, { after: 0, steps: [first], author: actor.name, at })
    await appendAudit(tx, city, [
      {
        at,
        actor: actor.name,
        address: actor.address,
        action: 'draft.create',
        object: `draft:${id}`,
        result: 'done',
        detail: { street, name: freeName, reverts: reverts?.changeset ?? null },
      },
    ])
    return toDraft(await findDraft(tx, id), snapshot)
  })
}

/** @throws AppError conflict when the revert changes nothing or no longer fits the borders that were drawn since */
function checkRestored(base: DraftState, state: DraftState, changedSince: readonly string[]): void {
  const grids = [...changedSince]
  const differences = compareStates(base, state)
  if (differences.length === 0)
    throw new AppError('conflict', 'the city is already as it was before this change', { grids })
  const fits =
    certifyDraft(state).every(({ holds }) => holds) &&
    differences.every(({ after }) => after === null || findShapeDefect(after.shape) === null)
  if (!fits)
    throw new AppError('conflict', 'other borders have been drawn there since', {
      grids,
      reason: { code: 'not_a_tiling' },
    })
}

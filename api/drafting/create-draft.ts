import type { AnyOperation } from '#shared/contract/draft-operations.ts'
import type { Ground } from '#shared/contract/ground.ts'
import type { Draft } from '#shared/contract/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { compareStates } from '#shared/drafts/compare.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readGround } from '#shared/drafts/read-ground.ts'
import { startReplay, takeStep } from '#shared/drafts/replay.ts'
import { ringConflict } from '#shared/geometry/ring-conflict.ts'
import { appendAudit } from '../db/audit-chain.ts'
import { loadSql } from '../db/load-sql.ts'
import { asJson } from '../db/text-from-parameter.ts'
import { withCity } from '../db/with-city.ts'
import { AppError } from '../errors.ts'
import { findDraft, toDraft } from './draft-row.ts'
import { groundOf } from './ground-of.ts'
import { type Actor, type Desk, packGround } from './open-desk.ts'

const sql = {
  insert: loadSql('api/drafting/sql/insert-draft.sql'),
  steps: loadSql('api/drafting/sql/insert-steps.sql'),
  advance: loadSql('api/drafting/sql/advance-draft.sql'),
}

export interface DraftToCreate {
  city: string
  street: string
  id: string
  name: string
  /** The published change that it takes back, with the operation that does so. */
  reverts?: { changeset: number; operation: AnyOperation; changedSince: readonly string[] }
  /** What it begins with, from the ground that it is drawn on. */
  begin?: (ground: Ground) => AnyOperation
}

/** Begins a draft on the city as it is now; the same id again finds the one that is there. */
export async function createDraft(
  desk: Desk,
  actor: Actor,
  { city, street, id, name, reverts, begin }: DraftToCreate,
): Promise<Draft> {
  const { snapshot } = await desk.cities.get(city)
  const ground = groundOf(snapshot, street)
  const operation = reverts?.operation ?? begin?.(ground)
  const first = operation && { id, step: 'do' as const, operation }
  if (first) {
    const base = readGround(ground)
    const taken = takeStep(startReplay(base), first)
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
      packGround(ground),
      actor.name,
      at,
      reverts?.changeset ?? null,
    ])
    const row = await findDraft(tx, id)
    if (row.author !== actor.name || row.street_code !== street)
      throw new AppError('conflict', 'this id belongs to another draft', { draft: id })
    if (rowCount === 0) return toDraft(row, snapshot)
    if (first) {
      await tx.query(sql.steps, [id, asJson([{ number: 1, ...first }]), actor.name, at])
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
    differences.every(({ after }) => after === null || ringConflict(after.shape) === null)
  if (!fits)
    throw new AppError('conflict', 'other borders have been drawn there since', {
      grids,
      reason: { code: 'not_a_tiling' },
    })
}

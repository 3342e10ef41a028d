import type { AnyOperation } from '#shared/contract/draft-operations.ts'
import type { Ground } from '#shared/contract/ground.ts'
import type { Draft } from '#shared/contract/drafts.ts'
import { readGround } from '#shared/drafts/read-ground.ts'
import { startReplay, takeStep } from '#shared/drafts/replay.ts'
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
  reverts?: { changeset: number; operation: AnyOperation }
  /** What it begins with, from the ground that it is drawn on. */
  begin?: (ground: Ground) => AnyOperation
}

/** Begins a draft on the city as it is now; the same id again finds the one that is there. */
export async function createDraft(desk: Desk, actor: Actor, { city, street, id, name, reverts, begin }: DraftToCreate): Promise<Draft> {
  const { snapshot } = await desk.cities.get(city)
  const ground = groundOf(snapshot, street)
  const operation = reverts?.operation ?? begin?.(ground)
  const first = operation && { id, step: 'do' as const, operation }
  const taken = first && takeStep(startReplay(readGround(ground)), first)
  if (taken?.ok === false) throw new AppError('conflict', 'the draft cannot begin on the city as it is now', { reason: taken.reason })
  const at = new Date(desk.now())
  return withCity(desk.database, city, async (tx) => {
    const { rowCount } = await tx.query(sql.insert, [id, street, name, snapshot.revision, packGround(ground), actor.name, at, reverts?.changeset ?? null])
    const row = await findDraft(tx, id)
    if (row.author !== actor.name || row.street_code !== street) throw new AppError('conflict', 'this id belongs to another draft', { draft: id })
    if (rowCount === 0) return toDraft(row, snapshot)
    if (first) {
      await tx.query(sql.steps, [id, asJson([{ number: 1, ...first }]), actor.name, at])
      await tx.query(sql.advance, [id, 1, at])
    }
    await appendAudit(tx, city, [{ at, actor: actor.name, address: actor.address, action: 'draft.create', object: `draft:${id}`, result: 'done', detail: { street, name, reverts: reverts?.changeset ?? null } }])
    return toDraft(await findDraft(tx, id), snapshot)
  })
}

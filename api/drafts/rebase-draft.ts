import { randomUUID } from 'node:crypto'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { type DraftHistory, createDraftHistory, applyStep } from '#shared/drafts/draft-history.ts'
import type { Draft } from '#shared/contract/drafts/drafts.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { loadSql } from '../db/load-sql.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { notifyDraftSubscribers } from './draft-channel.ts'
import { type DraftRow, findDraft, assertDraftStatus, toDraft } from './draft-row.ts'
import { buildDraftBase } from './base/build-draft-base.ts'
import { type Actor, type DraftService, packDraftBase } from './draft-service.ts'

const sql = {
  rebase: loadSql('api/drafts/sql/update-draft-base.sql'),
  insert: loadSql('api/drafts/sql/insert-steps.sql'),
  advance: loadSql('api/drafts/sql/update-step-count.sql'),
}

/** Runs a draft's operations again on the city as it is now. What is refused is left out only when that was asked for. */
export async function rebaseDraft(
  desk: DraftService,
  actor: Actor,
  { city, id, leaveOut }: { city: string; id: string; leaveOut: boolean },
  mayTouch: (row: DraftRow) => void,
): Promise<{ draft: Draft; leftOut: { id: string; code: string }[] }> {
  const { snapshot } = await desk.cities.get(city)
  const at = new Date(desk.now())
  const { row, leftOut } = await withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    mayTouch(row)
    assertDraftStatus(row, 'open')
    const {
      replay: { done },
    } = await desk.inHand(tx, city, row)
    const ground = buildDraftBase(snapshot, row.street_code)
    let replay: DraftHistory = createDraftHistory(readDraftBase(ground))
    const leftOut: { id: string; code: string }[] = []
    for (const { id: was, operation } of done) {
      const result = applyStep(replay, { id: randomUUID(), step: 'do', operation })
      if (result.ok) replay = result.value
      else leftOut.push({ id: was, code: result.reason.code })
    }
    if (leftOut.length > 0 && !leaveOut)
      throw new AppError('stale_base', 'some operations cannot be done on the city as it is now', {
        refused: leftOut,
      })
    const steps = row.steps + replay.done.length
    await tx.query(sql.rebase, [id, ground.revision, packDraftBase(ground), row.steps])
    await tx.query(sql.insert, [
      id,
      encodeJson(
        replay.done.map((each, i) => ({
          number: row.steps + 1 + i,
          id: each.id,
          step: 'do',
          operation: each.operation,
        })),
      ),
      actor.name,
      at,
    ])
    await tx.query(sql.advance, [id, steps, at])
    await notifyDraftSubscribers(tx, city, row.street_code)
    await appendAudit(tx, city, [
      {
        at,
        actor: actor.name,
        address: actor.address,
        action: 'draft.rebase',
        object: `draft:${id}`,
        result: 'done',
        detail: { from: row.base_revision, to: ground.revision, leftOut: leftOut.length },
      },
    ])
    return {
      row: {
        ...row,
        base_revision: ground.revision,
        first_step: row.steps,
        steps,
        changed_at: at.toISOString(),
      },
      leftOut,
    }
  })
  return { draft: toDraft(row, snapshot), leftOut }
}

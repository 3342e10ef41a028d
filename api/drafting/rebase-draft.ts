import { randomUUID } from 'node:crypto'
import { readGround } from '#shared/drafts/read-ground.ts'
import { type Replay, startReplay, takeStep } from '#shared/drafts/replay.ts'
import type { Draft } from '#shared/contract/drafts.ts'
import { appendAudit } from '../db/audit-chain.ts'
import { loadSql } from '../db/load-sql.ts'
import { asJson } from '../db/text-from-parameter.ts'
import { withCity } from '../db/with-city.ts'
import { AppError } from '../errors.ts'
import { tellWatchers } from './draft-channel.ts'
import { type DraftRow, findDraft, mustBe, toDraft } from './draft-row.ts'
import { groundOf } from './ground-of.ts'
import { type Actor, type Desk, packGround } from './open-desk.ts'

const sql = {
  rebase: loadSql('api/drafting/sql/rebase-draft.sql'),
  insert: loadSql('api/drafting/sql/insert-steps.sql'),
  advance: loadSql('api/drafting/sql/advance-draft.sql'),
}

/** Runs a draft's operations again on the city as it is now. What is refused is left out only when that was asked for. */
export async function rebaseDraft(
  desk: Desk,
  actor: Actor,
  { city, id, leaveOut }: { city: string; id: string; leaveOut: boolean },
  mayTouch: (row: DraftRow) => void,
): Promise<{ draft: Draft; leftOut: { id: string; code: string }[] }> {
  const { snapshot } = await desk.cities.get(city)
  const at = new Date(desk.now())
  const { row, leftOut } = await withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    mayTouch(row)
    mustBe(row, 'open')
    const {
      replay: { done },
    } = await desk.inHand(tx, city, row)
    const ground = groundOf(snapshot, row.street_code)
    let replay: Replay = startReplay(readGround(ground))
    const leftOut: { id: string; code: string }[] = []
    for (const { id: was, operation } of done) {
      const result = takeStep(replay, { id: randomUUID(), step: 'do', operation })
      if (result.ok) replay = result.value
      else leftOut.push({ id: was, code: result.reason.code })
    }
    if (leftOut.length > 0 && !leaveOut)
      throw new AppError('stale_base', 'some operations cannot be done on the city as it is now', {
        refused: leftOut,
      })
    const steps = row.steps + replay.done.length
    await tx.query(sql.rebase, [id, ground.revision, packGround(ground), row.steps])
    await tx.query(sql.insert, [
      id,
      asJson(
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
    await tellWatchers(tx, city, row.street_code)
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

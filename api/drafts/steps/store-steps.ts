import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'

const sql = {
  insert: loadSql('api/drafts/sql/insert-steps.sql'),
  updateCount: loadSql('api/drafts/sql/update-step-count.sql'),
}

/** Stores accepted steps behind the first `after` ones. Returns the new number of steps. */
export async function storeSteps(
  tx: Queryable,
  draft: DraftId,
  { after, steps, author, at }: { after: number; steps: readonly DraftStep[]; author: string; at: Date },
): Promise<number> {
  const numbered = steps.map((step, i) => ({ number: after + 1 + i, ...step }))
  const count = after + steps.length
  await tx.query(sql.insert, [draft, encodeJson(numbered), author, at])
  await tx.query(sql.updateCount, [draft, count, at])
  return count
}

import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import type { Publication } from './plan-publication.ts'

const sql = {
  premises: loadSql('api/drafts/publish/sql/move-premises.sql'),
  parks: loadSql('api/drafts/publish/sql/move-parks.sql'),
}

/** Gives premises and parks to the community that their ground belongs to from `day` on. */
export async function moveFeatures(
  tx: Queryable,
  { movedFeatures }: Publication,
  { revision, changesetId, day }: { revision: number; changesetId: number; day: string },
): Promise<void> {
  for (const feature of ['premises', 'parks'] as const) {
    const own = movedFeatures.filter((move) => move.feature === feature && move.follows)
    if (own.length === 0) continue
    const rows = own.map(({ code, from, to }) => ({ code, from, to }))
    await tx.query(sql[feature], [encodeJson(rows), revision, changesetId, day])
  }
}

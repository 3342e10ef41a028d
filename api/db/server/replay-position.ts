import type { PoolClient } from 'pg'
import { getReadPosition, isWriter, recordPosition } from '../../runtime/reader-context.ts'
import { loadSql } from '../load-sql.ts'
import type { DatabaseConnection } from '../transaction/database-connection.ts'

const sql = {
  replayed: loadSql('api/db/server/sql/has-replayed.sql'),
  position: loadSql('api/db/server/sql/select-write-position.sql'),
}

/** Says whether a replica has what the reader of this request has written; without a reader any replica will do. */
export async function hasReplayed(replica: PoolClient): Promise<boolean> {
  const position = getReadPosition()
  if (position === undefined) return true
  const { rows } = await replica.query<{ replayed: boolean }>(sql.replayed, [position])
  return rows[0]?.replayed === true
}

/** Records where the log of the primary ends after a write of this request. The write is committed whatever happens here. */
export async function recordWritePosition(primary: DatabaseConnection): Promise<void> {
  if (!isWriter()) return
  try {
    const { rows } = await primary.query<{ position: string }>(sql.position, [], undefined)
    const position = rows[0]?.position
    if (position !== undefined) recordPosition(position)
  } catch {
    /* the connection was lost after the commit */
  }
}

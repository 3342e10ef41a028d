import type { Database } from '../../../api/db/database.ts'
import { withSharedSchema } from '../../../api/db/transaction/with-city.ts'

export interface AuditLogRow {
  actor: string
  address: string | null
  action: string
  object: string
  result: string
  detail: Record<string, unknown>
}

/** The server's own log, the oldest first. */
export async function readAuditRows(database: Database): Promise<AuditLogRow[]> {
  return (
    await withSharedSchema(database, (tx) =>
      tx.query<AuditLogRow>('select actor, address, action, object, result, detail from audit order by id'),
    )
  ).rows
}

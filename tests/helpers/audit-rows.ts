import type { Database } from '../../api/db/database.ts'
import { withShared } from '../../api/db/with-city.ts'

export interface LoggedRow {
  actor: string
  address: string | null
  action: string
  object: string
  result: string
  detail: Record<string, unknown>
}

/** The server's own log, the oldest first. */
export async function auditRows(database: Database): Promise<LoggedRow[]> {
  return (
    await withShared(database, (tx) =>
      tx.query<LoggedRow>('select actor, address, action, object, result, detail from audit order by id'),
    )
  ).rows
}

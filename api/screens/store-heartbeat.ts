import type { ScreenReport } from '#shared/contract/screens/screens.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'

const statement = loadSql('api/screens/sql/upsert-heartbeat.sql')

/** Stores the last report of a wall display. `display`: id of its credential. */
export async function storeHeartbeat(
  database: Database,
  {
    display,
    city,
    screen,
    at,
    report,
  }: { display: string; city: string; screen: string; at: Date; report: ScreenReport },
): Promise<void> {
  await withSharedSchema(database, (tx) => tx.query(statement, [display, city, screen, at, report]))
}

import type { Database, Queryable } from '../db/database.ts'
import { getCitySchema, SHARED_SCHEMA, withSchema } from '../db/transaction/with-city.ts'

const LIMIT_MS = 30 * 60_000

/** Does something with the server's own log, and then with each city's. */
export async function mapAuditLogs<T>(
  database: Database,
  work: (tx: Queryable, log: string) => Promise<T>,
): Promise<T[]> {
  const cities = await withSchema(
    database,
    SHARED_SCHEMA,
    async (tx) => (await tx.query<{ code: string }>('select code from city order by code')).rows,
    { access: 'admin' },
  )
  const logs = [
    { log: 'shared', schema: SHARED_SCHEMA },
    ...cities.map(({ code }) => ({ log: code, schema: getCitySchema(code) })),
  ]
  const answers: T[] = []
  for (const { log, schema } of logs)
    answers.push(
      await withSchema(database, schema, (tx) => work(tx, log), { access: 'admin', timeoutMs: LIMIT_MS }),
    )
  return answers
}

import type { Database, Queryable } from '../db/database.ts'
import { getCitySchema, SHARED_SCHEMA, withSchema } from '../db/transaction/with-city.ts'
import { loadSql } from '../db/load-sql.ts'
import { SHARED_LOG } from './audit-log.ts'

const citiesStatement = loadSql('api/db/sql/list-city-codes.sql')

const LIMIT_MS = 30 * 60_000

/**
 * Calls `work` for the log of the server and then for that of each city; returns the results in that order.
 */
export async function mapAuditLogs<T>(
  database: Database,
  work: (tx: Queryable, log: string) => Promise<T>,
): Promise<T[]> {
  const cities = await withSchema(
    database,
    SHARED_SCHEMA,
    async (tx) => (await tx.query<{ code: string }>(citiesStatement)).rows,
    { access: 'admin' },
  )
  const logs = [
    { log: SHARED_LOG, schema: SHARED_SCHEMA },
    ...cities.map(({ code }) => ({ log: code, schema: getCitySchema(code) })),
  ]
  const answers: T[] = []
  for (const { log, schema } of logs)
    answers.push(
      await withSchema(database, schema, (tx) => work(tx, log), { access: 'admin', timeoutMs: LIMIT_MS }),
    )
  return answers
}

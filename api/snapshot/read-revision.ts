import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'

const statement = loadSql('api/snapshot/sql/select-revision.sql')
const RevisionRow = z.object({ revision: z.number().int() })

/** The city's present revision, where its readers read. */
export async function readRevision(database: Database, city: string): Promise<number> {
  const { rows } = await withCity(database, city, (tx) => tx.query(statement), { access: 'read' })
  return RevisionRow.parse(rows[0]).revision
}

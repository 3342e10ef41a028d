import { z } from 'zod'
import { Revision } from '#shared/contract/ids.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'

const statement = loadSql('api/snapshot/sql/select-revision.sql')
const RevisionRow = z.object({ revision: Revision })

/** Returns the current revision of a city. A replica may answer unless `access` is 'write'. */
export function readRevision(
  database: Database,
  city: string,
  { access = 'read' }: { access?: 'read' | 'write' } = {},
): Promise<Revision> {
  return withCity(database, city, selectRevision, { access })
}

/** Returns the revision that the city of this transaction has. */
export async function selectRevision(tx: Queryable): Promise<Revision> {
  const { rows } = await tx.query(statement)
  return RevisionRow.parse(rows[0]).revision
}

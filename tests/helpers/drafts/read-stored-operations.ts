import type { Assignment } from '#shared/contract/drafts/draft-operations.ts'
import type { Database } from '../../../api/db/database.ts'

interface StoredOperation {
  op: string
  line?: unknown[]
  ring?: unknown[]
  assign?: Assignment
}

/** Reads the operations of a draft's steps as they are stored, in their order; null: an undo or a redo. */
export async function readStoredOperations(
  database: Pick<Database, 'query'>,
  city: string,
  draft: string,
): Promise<(StoredOperation | null)[]> {
  const { rows } = await database.query<{ operation: StoredOperation | null }>(
    `select operation from city_${city}.draft_step where draft_id = $1 order by number`,
    [draft],
  )
  return rows.map(({ operation }) => operation)
}

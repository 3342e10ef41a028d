import type { HistoryEntry } from '#shared/contract/drafts/history.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import type { ChangesetRow } from '../../changesets/changeset-states.ts'

const gridsStatement = loadSql('api/features/history/sql/list-changeset-grids.sql')

/** Grids named in one line of a timeline; the change itself has all. */
const MOST_GRIDS = 100

interface TouchedRow {
  changeset_id: number
  grid_id: number
  what: 'new' | 'changed' | 'retired'
  code_before: string | null
  code_after: string | null
  name: string
  day: string
}

/** Changes as timelines show them, with the grids that they touched. */
export async function readHistoryEntries(
  tx: Queryable,
  changesets: readonly ChangesetRow[],
): Promise<HistoryEntry[]> {
  if (changesets.length === 0) return []
  const { rows } = await tx.query<TouchedRow>(gridsStatement, [changesets.map(({ id }) => id)])
  return changesets.map((change) => {
    const touched = rows.filter(({ changeset_id }) => changeset_id === change.id)
    const {
      draft_id: id,
      draft_name: name,
      street_code: street,
      author,
      submitted_by: submittedBy,
      decided_by: approvedBy,
    } = change
    return {
      changeset: change.id,
      revision: change.revision,
      at: change.committed_at,
      kind: change.kind,
      actor: change.actor,
      note: change.note,
      day: touched[0]?.day ?? null,
      grids: touched
        .slice(0, MOST_GRIDS)
        .map((row) => ({ code: row.code_after ?? row.code_before ?? '', name: row.name, what: row.what })),
      touched: touched.length,
      draft:
        id !== null && name !== null && street !== null && author !== null
          ? { id, name, street, author, submittedBy, approvedBy }
          : null,
      revertedBy: change.reverted_by,
    }
  })
}

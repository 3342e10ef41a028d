import type { HistoryEntry } from '#shared/contract/drafts/history-list.ts'
import type { ChangesetId, GridId, Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import type { ChangesetRow } from '../../changesets/changeset-states.ts'

const sql = {
  list: loadSql('api/features/history/sql/list-history.sql'),
  grids: loadSql('api/features/history/sql/list-changeset-grids.sql'),
}

/** Grids that an entry lists at most; the detail of the change lists all. */
const MAX_GRIDS = 100

interface TouchedRow {
  changeset_id: ChangesetId
  grid_id: GridId
  what: 'new' | 'changed' | 'retired'
  code_before: string | null
  code_after: string | null
  name: string
  day: string
}

/** Returns a page of the changes of a city, the latest first. */
export async function readHistoryPage(
  tx: Queryable,
  { code, before, limit }: { code?: string | undefined; before?: Revision | undefined; limit: number },
): Promise<{ entries: HistoryEntry[]; more: boolean }> {
  const { rows } = await tx.query<ChangesetRow>(sql.list, [code ?? null, before ?? null, limit + 1])
  return { entries: await readHistoryEntries(tx, rows.slice(0, limit)), more: rows.length > limit }
}

/** Returns changes as a timeline lists them, with the grids that they touch. */
export async function readHistoryEntries(
  tx: Queryable,
  changesets: readonly ChangesetRow[],
): Promise<HistoryEntry[]> {
  if (changesets.length === 0) return []
  const { rows } = await tx.query<TouchedRow>(sql.grids, [changesets.map(({ id }) => id)])
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
        .slice(0, MAX_GRIDS)
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

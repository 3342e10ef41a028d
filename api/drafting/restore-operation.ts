import type { RestoreOperation } from '#shared/contract/draft-operations.ts'
import { toBase64 } from '#shared/drafts/base64.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import { stateRows, StoredValues } from './state-rows.ts'

const sql = {
  changedSince: loadSql('api/drafting/sql/changed-since.sql'),
  outlines: loadSql('api/drafting/sql/changeset-outlines.sql'),
}

/**
 * The operation that takes a published change back: its grids and outlines as they were before it.
 *
 * @throws AppError conflict when grids of it have been changed again since
 */
export async function restoreOperation(tx: Queryable, changeset: number): Promise<{ street: string; operation: RestoreOperation }> {
  const { rows: [draft] } = await tx.query<{ street_code: string }>('select street_code from draft where changeset_id = $1::int8', [changeset])
  if (!draft) throw new AppError('not_found', 'there is no published draft of this number', { changeset })
  const { rows: changed } = await tx.query<{ code: string }>(sql.changedSince, [changeset])
  if (changed.length > 0) throw new AppError('conflict', 'grids of this change have been changed again since', { grids: changed.map(({ code }) => code) })
  const states = await stateRows(tx, changeset)
  const { rows: outlines } = await tx.query<{ code: string; shape: Uint8Array }>(sql.outlines, [changeset])
  return {
    street: draft.street_code,
    operation: {
      op: 'restore',
      changeset,
      grids: states.flatMap((row) => (row.before_shape === null ? [] : [{
        id: row.grid_id, code: row.code_before ?? '', community: row.community, shape: toBase64(row.before_shape), values: StoredValues.parse(row.before_fields),
      }])),
      retire: states.filter(({ what }) => what === 'new').map(({ grid_id }) => grid_id),
      outlines: outlines.map(({ code, shape }) => ({ unit: code, shape: toBase64(shape) })),
    },
  }
}

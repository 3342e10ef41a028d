import type { ChangesetId, Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { AppError } from '../../errors.ts'
import type { Publication } from './plan-publication.ts'
import { checkRowCount, toHex } from './stored-grid.ts'

const sql = {
  lock: loadSql('api/drafts/publish/sql/lock-units.sql'),
  insertHistory: loadSql('api/drafts/publish/sql/insert-unit-history.sql'),
  update: loadSql('api/drafts/publish/sql/update-outlines.sql'),
}

interface LockedUnit {
  id: number
  code: string
  version: number
  outline_from: string | null
}

/**
 * Stores the outlines that a publication moves, and their previous states as history.
 *
 * @param day from which the outlines are valid
 * @throws AppError stale_base, unprocessable when an outline has moved after `day`
 */
export async function writeOutlines(
  tx: Queryable,
  { outlines }: Publication,
  { revision, changesetId, day }: { revision: Revision; changesetId: ChangesetId; day: string },
): Promise<void> {
  if (outlines.length === 0) return
  const { rows: units } = await tx.query<LockedUnit>(sql.lock, [outlines.map(({ code }) => code)])
  const moves = units.flatMap((unit) =>
    outlines.filter(({ code }) => code === unit.code).map(({ before, after }) => ({ unit, before, after })),
  )
  if (moves.length !== outlines.length) throw new AppError('stale_base', 'a unit no longer exists', {})
  const late = units.filter(({ outline_from: since }) => since !== null && since > day)
  if (late.length > 0)
    throw new AppError('unprocessable', 'outlines have moved after that day', {
      reason: 'day_too_early',
      units: late.map(({ code }) => code),
      day,
    })
  const history = moves.map(({ unit: { id, version, outline_from: validFrom }, before }) => ({
    id,
    version,
    validFrom,
    shape: toHex(before),
  }))
  await tx.query(sql.insertHistory, [encodeJson(history), changesetId, day])
  const updates = moves.map(({ unit: { id, version }, after }) => ({ id, version, shape: toHex(after) }))
  const { rowCount } = await tx.query(sql.update, [encodeJson(updates), revision, day])
  checkRowCount(rowCount, moves.length)
}

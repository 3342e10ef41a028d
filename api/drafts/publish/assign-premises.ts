import type { CellId } from '#shared/geometry/cell-set.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import type { Publication } from './plan-publication.ts'

const statement = loadSql('api/drafts/publish/sql/assign-premises.sql')

/** Records from `day` on which grids premises belong to that were chosen for them; the choices before stay as history. */
export async function assignPremises(
  tx: Queryable,
  { assignedPremises }: Publication,
  toStoredId: (id: CellId) => number,
  { revision, changesetId, day }: { revision: number; changesetId: number; day: string },
): Promise<void> {
  if (assignedPremises.length === 0) return
  const rows = assignedPremises.map(({ id, grid }) => ({ id, grid: grid === null ? null : toStoredId(grid) }))
  await tx.query(statement, [encodeJson(rows), revision, changesetId, day])
}

import { getParentCode } from '#shared/contract/city/code-levels.ts'
import type { ChangesetId } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import type { Publication } from './plan-publication.ts'

const statement = loadSql('api/drafts/publish/sql/find-certificate-violations.sql')

/**
 * Lets the database prove that all grids of the changed communities, and all units around moved outlines, still tile.
 *
 * @throws AppError unprocessable
 */
export async function certifyPublication(
  tx: Queryable,
  { state, differences, outlines }: Publication,
  changesetId: ChangesetId,
): Promise<void> {
  const communities = differences.flatMap(({ before, after }) =>
    [before?.community ?? [], after?.community ?? []].flat(),
  )
  const moved = outlines.map(({ code }) => code)
  // a moved outline must also fit into the unit that contains it
  const parents = moved.flatMap((code) => getParentCode(code) ?? [])
  const codes = [...new Set([...communities, ...moved, ...parents])]
  // a community whose last grid goes, or whose outline moves before it has one, must have none
  const undivided = [...state.set.cells.values()].flatMap((cell) => (cell.undivided ? [cell.community] : []))
  const { rows } = await tx.query<{ code: string; edges: number; x: number; y: number }>(statement, [
    codes,
    changesetId,
    undivided,
  ])
  if (rows.length > 0)
    throw new AppError('unprocessable', 'the database finds that the grids do not tile', {
      reason: 'not_a_tiling',
      units: rows,
    })
}

import type { CellDifference } from '#shared/drafts/compare-states.ts'
import type { ChangesetId, Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { AppError } from '../../errors.ts'
import {
  checkRowCount,
  type LockedGrid,
  type LockedGrids,
  requireGrid,
  toStoredValues,
} from './stored-grid.ts'

const sql = {
  lock: loadSql('api/drafts/publish/sql/lock-grids.sql'),
  insertHistory: loadSql('api/drafts/publish/sql/insert-grid-history.sql'),
  update: loadSql('api/drafts/publish/sql/update-grids.sql'),
  insert: loadSql('api/drafts/publish/sql/insert-grids.sql'),
  retire: loadSql('api/drafts/publish/sql/retire-grids.sql'),
}

/** What every statement of a publication needs. */
export interface WriteScope {
  revision: Revision
  changesetId: ChangesetId
  /** The day from which the publication is valid. */
  day: string
  locked: LockedGrids
  /** New codes by the id of the grid in the draft. */
  codes: ReadonlyMap<number, string>
}

export async function lockGrids(tx: Queryable, ids: readonly number[]): Promise<LockedGrids> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<LockedGrid>(sql.lock, [[...new Set(ids)]])
  return new Map(rows.map((row) => [row.id, row]))
}

/** Stores new states of existing grids, and their previous states as history. @throws AppError stale_base */
export async function updateGrids(
  tx: Queryable,
  changed: readonly CellDifference[],
  { revision, changesetId, day, locked, codes }: WriteScope,
): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ id, before, after }) => {
    const grid = requireGrid(locked, id)
    const code = codes.get(id) ?? grid.code
    const { shape, ...fields } = toStoredValues(before ?? after!)
    return {
      history: {
        id,
        version: grid.version,
        validFrom: grid.valid_from,
        // a retired grid that is restored ended earlier; its last state becomes history now as well
        validTo: grid.valid_to ?? day,
        shape,
        fields: {
          ...fields,
          code: grid.code,
          communityCode: (before ?? after!).community,
          aliasCodes: grid.alias_codes,
        },
      },
      update: {
        ...toStoredValues(after!),
        id,
        version: grid.version,
        code,
        validFrom: day,
        aliasCodes: code === grid.code ? grid.alias_codes : { ...grid.alias_codes, former: grid.code },
      },
    }
  })
  await tx.query(sql.insertHistory, [encodeJson(rows.map(({ history }) => history)), changesetId])
  const { rowCount } = await tx.query(sql.update, [encodeJson(rows.map(({ update }) => update)), revision])
  checkRowCount(rowCount, rows.length)
}

/** Ends the validity of grids. @throws AppError stale_base */
export async function retireGrids(
  tx: Queryable,
  retired: readonly CellDifference[],
  { revision, day, locked }: WriteScope,
): Promise<void> {
  if (retired.length === 0) return
  const ids = retired.map(({ id }) => id)
  const versions = ids.map((id) => requireGrid(locked, id).version)
  const { rowCount } = await tx.query(sql.retire, [ids, versions, day, revision])
  checkRowCount(rowCount, ids.length)
}

/** Stores new grids. Returns their ids and codes by the id in the draft. @throws AppError stale_base */
export async function insertGrids(
  tx: Queryable,
  added: readonly CellDifference[],
  communityIds: ReadonlyMap<string, number>,
  { revision, day, codes }: WriteScope,
): Promise<Map<number, { id: number; code: string }>> {
  if (added.length === 0) return new Map()
  const rows = added.map(({ id, after }) => ({
    ...toStoredValues(after!),
    code: codes.get(id),
    communityId: communityIds.get(after!.community),
    validFrom: day,
  }))
  const { rows: inserted } = await tx.query<{ id: number; code: string }>(sql.insert, [
    encodeJson(rows),
    revision,
  ])
  return new Map(
    added.map(({ id: draftId }) => {
      const grid = inserted.find(({ code }) => code === codes.get(draftId))
      if (grid === undefined) throw new AppError('stale_base', 'a new grid was not stored', { grid: draftId })
      return [draftId, grid]
    }),
  )
}

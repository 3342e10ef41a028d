import type { ChangesetId, Revision } from '#shared/contract/ids.ts'
import type { Parameter, Queryable } from '../../../db/database.ts'
import { loadSql } from '../../../db/load-sql.ts'
import { AppError } from '../../../errors.ts'
import { getTableStatement } from '../../tables/tables.ts'
import type { StagedBatch } from '../staging/staged-files.ts'

const insertBeforeStatement = loadSql('api/transfer/import/commit/sql/insert-import-before.sql')

export interface ApplyScope {
  importId: string
  revision: Revision
  changesetId: ChangesetId
  /** Rows that were changed after this revision are not what the import was prepared for. */
  baseRevision: Revision
}

/**
 * Applies a staged import inside a transaction, batch by batch; the rows' JSON goes to the database as it is.
 *
 * @throws AppError stale_base when a row was changed in the meantime; the signal's reason when it is aborted
 */
export async function applyImportSteps(
  tx: Queryable,
  steps: AsyncIterable<StagedBatch>,
  scope: ApplyScope,
  { onProgress, signal }: { onProgress?: (rows: number) => void; signal?: AbortSignal },
): Promise<void> {
  let unitIds = await loadIdsByCode(tx, 'unit-ids')
  let indicatorIds = await loadIdsByCode(tx, 'indicator-ids')
  let number = 0
  let done = 0
  for await (const { step, count, rows } of steps) {
    signal?.throwIfAborted()
    const mustTouch = (touched: number) => {
      if (touched !== count)
        throw new AppError('stale_base', 'rows were changed since the import was prepared', {
          table: 'table' in step ? step.table : step.op,
          expected: count,
          found: touched,
        })
    }
    switch (step.op) {
      case 'insert':
        await tx.query(
          getTableStatement(step.table === 'indicator-values' ? 'upsert' : 'insert', step.table),
          buildInsertParameters(step.table, rows, scope.revision, unitIds, indicatorIds),
        )
        if (step.table === 'units') unitIds = await loadIdsByCode(tx, 'unit-ids')
        if (step.table === 'indicators') indicatorIds = await loadIdsByCode(tx, 'indicator-ids')
        break
      case 'update':
        mustTouch(
          (
            await tx.query(getTableStatement('update', step.table), [
              rows,
              scope.revision,
              unitIds,
              scope.baseRevision,
            ])
          ).rowCount,
        )
        break
      case 'remove':
        mustTouch(
          (
            await tx.query(getTableStatement('retire', step.table), [
              rows,
              scope.revision,
              step.day,
              scope.baseRevision,
            ])
          ).rowCount,
        )
        break
      case 'types':
        await replaceCommunityTypes(tx, rows, unitIds)
        break
      case 'history':
        await tx.query(getTableStatement('insert', 'grid-history'), [rows, scope.changesetId])
        break
      case 'lineage':
        await tx.query(getTableStatement('insert', 'lineage'), [rows, scope.changesetId, step.day])
        break
      case 'before':
        await tx.query(insertBeforeStatement, [scope.importId, number++, step.table, step.was, rows])
        break
    }
    done += count
    onProgress?.(done)
  }
  signal?.throwIfAborted()
}

export function buildInsertParameters(
  table: string,
  rows: string,
  revision: Revision,
  unitIds: string,
  indicatorIds: string,
): Parameter[] {
  switch (table) {
    case 'indicators':
      return [rows]
    case 'indicator-values':
      return [rows, unitIds, indicatorIds]
    case 'buildings':
    case 'roads':
    case 'waterways':
      return [rows, revision]
    default:
      return [rows, revision, unitIds]
  }
}

/** A json object of ids by code, as text: it goes back to the database as it came. */
export async function loadIdsByCode(tx: Queryable, which: 'unit-ids' | 'indicator-ids'): Promise<string> {
  return (await tx.query<{ ids: string }>(getTableStatement('select', which))).rows[0]?.ids ?? '{}'
}

/** `rows`: communities with all types they have had. */
export async function replaceCommunityTypes(tx: Queryable, rows: string, unitIds: string): Promise<void> {
  await tx.query(getTableStatement('delete', 'community-types'), [rows, unitIds])
  await tx.query(getTableStatement('insert', 'community-types'), [rows, unitIds])
}

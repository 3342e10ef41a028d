import { createHash } from 'node:crypto'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { Revision } from '#shared/contract/ids.ts'
import { commitChangeset } from '../../../changesets/commit-changeset.ts'
import type { Database } from '../../../db/database.ts'
import { loadSql } from '../../../db/load-sql.ts'
import { AppError } from '../../../errors.ts'
import type { DryRunReport } from '../staging/import-report.ts'
import type { StagedBatch } from '../staging/staged-files.ts'
import { applyImportSteps } from './apply-import-steps.ts'

const insertRunStatement = loadSql('api/transfer/import/commit/sql/insert-import-run.sql')
const upsertSourceStatement = loadSql('api/transfer/import/commit/sql/upsert-import-source.sql')

export interface CommitInput {
  city: string
  /** A uuid; the same one a second time commits nothing twice. */
  importId: string
  actor: string
  address?: string | undefined
  note: string
  /** From which its changes hold. */
  day: string
  report: DryRunReport
  fileSha256: string
  steps: () => AsyncIterable<StagedBatch>
  onProgress?: (rows: number) => void
  /** Aborted before the last statement, it takes everything back, and the city is as it was. */
  signal?: AbortSignal
}

/**
 * Commits a staged import as one change of the city: all of it, or nothing.
 *
 * @throws AppError stale_base when the city has moved on in a way that matters: prepare it again
 */
export async function commitStagedImport(
  database: Database,
  input: CommitInput,
): Promise<{ revision: Revision; applied: boolean }> {
  const { city, importId, report, actor, note, address } = input
  const request = {
    city,
    actor,
    note,
    requestId: importId,
    kind: 'city.import',
    ...(address === undefined ? {} : { address }),
  }
  const { revision, applied } = await commitChangeset(database, request, async (tx, scope) => {
    // territory was fitted to all of its neighbours: nothing at all may have moved
    if (fitsToNeighbours.has(report.target) && scope.revision - 1 !== report.baseRevision) {
      throw new AppError('stale_base', 'the city has changed since the import was prepared', {
        prepared: report.baseRevision,
        now: scope.revision - 1,
      })
    }
    await tx.query(insertRunStatement, [
      importId,
      report.target,
      report.file.name,
      report.file.bytes,
      input.fileSha256,
      report,
      actor,
      scope.at,
      scope.revision,
      scope.changesetId,
      input.day,
    ])
    await applyImportSteps(
      tx,
      input.steps(),
      {
        importId,
        revision: scope.revision,
        changesetId: scope.changesetId,
        baseRevision: report.baseRevision,
      },
      input,
    )
    await tx.query(upsertSourceStatement, [
      computeSourceSignature(report.target, report.columns),
      report.mapping,
      report.crs.used,
      report.encoding?.used ?? null,
      scope.at,
    ])
    const changed = report.rows.added + report.rows.changed + report.retired > 0
    return {
      answer: { importId },
      box: changed ? report.box : null,
      layers: changed ? [...new Set([...TARGETS[report.target].layers, ...report.layers])] : [],
      audit: {
        object: `import:${importId}`,
        detail: { target: report.target, file: report.file.name, rows: report.rows },
      },
    }
  })
  return { revision, applied }
}

const fitsToNeighbours: ReadonlySet<string> = new Set(['districts', 'streets', 'communities', 'grids'])

/** Recognises a file that comes again: the same columns for the same target. */
export function computeSourceSignature(target: string, columns: readonly string[]): string {
  return createHash('sha256')
    .update([target, ...columns.toSorted()].join('\0'))
    .digest('hex')
}

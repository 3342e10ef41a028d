import { isTargetId, TARGETS } from '#shared/contract/transfer/targets.ts'
import type { ChangesetId, Revision } from '#shared/contract/ids.ts'
import { commitChangeset } from '../../../changesets/commit-changeset.ts'
import type { Database, Queryable } from '../../../db/database.ts'
import { loadSql } from '../../../db/load-sql.ts'
import { AppError } from '../../../errors.ts'
import { getTableStatement, type TableId, tableIds } from '../../tables/tables.ts'
import { loadIdsByCode, buildInsertParameters, replaceCommunityTypes } from './apply-import-steps.ts'

const statements = {
  findRun: loadSql('api/transfer/import/commit/sql/find-import-run-for-update.sql'),
  listBefore: loadSql('api/transfer/import/commit/sql/list-import-before.sql'),
  updateRun: loadSql('api/transfer/import/commit/sql/update-import-run-undone.sql'),
  listProjectCodes: loadSql('api/transfer/import/commit/sql/list-project-codes.sql'),
}

interface Run {
  target: string
  revision: Revision
  changeset_id: ChangesetId
  undone_at: string | null
  box: [number, number, number, number] | null
  layers: string[]
}
interface Before {
  table_name: string
  was: 'standing' | 'nothing'
  rows: Row[]
}
type Row = Record<string, unknown>

/**
 * Takes an import back: what it brought goes, what it changed or removed is as it was.
 *
 * @throws AppError conflict when somebody has changed any of those rows since
 */
export async function undoCommittedImport(
  database: Database,
  {
    city,
    importId,
    requestId,
    actor,
    note,
    address,
  }: {
    city: string
    importId: string
    requestId: string
    actor: string
    note: string
    address?: string | undefined
  },
): Promise<{ revision: Revision }> {
  const request = {
    city,
    actor,
    note,
    requestId,
    kind: 'city.import.undo',
    ...(address === undefined ? {} : { address }),
  }
  const { revision } = await commitChangeset(database, request, async (tx, scope) => {
    const {
      rows: [run],
    } = await tx.query<Run>(statements.findRun, [importId])
    if (!run) throw new AppError('not_found', 'there is no such import', { import: importId })
    if (run.undone_at !== null)
      throw new AppError('conflict', 'the import was undone already', { import: importId })
    const { rows: befores } = await tx.query<Before>(statements.listBefore, [importId])
    await restore(tx, befores, run, scope.revision)
    await tx.query(getTableStatement('delete', 'lineage'), [run.changeset_id])
    await tx.query(getTableStatement('delete', 'grid-history'), [run.changeset_id])
    await removeNew(tx, befores, run)
    await tx.query(statements.updateRun, [importId, scope.changesetId, scope.at])
    return {
      answer: { importId },
      box: run.box,
      layers: isTargetId(run.target)
        ? [...new Set([...TARGETS[run.target].layers, ...run.layers])]
        : run.layers,
      audit: { object: `import:${importId}` },
    }
  })
  return { revision }
}

async function restore(
  tx: Queryable,
  befores: readonly Before[],
  run: Run,
  revision: Revision,
): Promise<void> {
  const unitIds = await loadIdsByCode(tx, 'unit-ids')
  const indicatorIds = await loadIdsByCode(tx, 'indicator-ids')
  for (const { table_name, rows } of befores.filter(({ was }) => was === 'standing')) {
    const table = tableOf(table_name)
    const json = JSON.stringify(rows)
    switch (table) {
      case 'indicator-values':
        await tx.query(
          getTableStatement('upsert', table),
          buildInsertParameters(table, json, revision, unitIds, indicatorIds),
        )
        break
      case 'roads':
      case 'waterways':
        await tx.query(
          getTableStatement('insert', table),
          buildInsertParameters(table, json, revision, unitIds, indicatorIds),
        )
        break
      case 'projects': {
        // removed projects are gone from the table: they come in again
        const { rows: known } = await tx.query<{ code: string }>(statements.listProjectCodes)
        const codes = new Set(known.map(({ code }) => code))
        const gone = rows.filter(({ code }) => !codes.has(String(code)))
        const { rowCount } = await tx.query(getTableStatement('update', table), [
          json,
          revision,
          unitIds,
          run.revision,
        ])
        await tx.query(getTableStatement('insert', table), [JSON.stringify(gone), revision, unitIds])
        refuseChanged(rowCount + gone.length, rows.length, table)
        break
      }
      default: {
        const { rowCount } = await tx.query(getTableStatement('update', table), [
          json,
          revision,
          unitIds,
          run.revision,
        ])
        refuseChanged(rowCount, rows.length, table)
        // what had ended before the import has ended again
        for (const { code, validTo } of rows.filter((row) => typeof row['validTo'] === 'string')) {
          await tx.query(getTableStatement('retire', table), [
            JSON.stringify([{ code }]),
            revision,
            String(validTo),
            revision,
          ])
        }
      }
    }
    const communities = table === 'units' ? rows.filter(({ level }) => level === 'community') : []
    if (communities.length > 0) await replaceCommunityTypes(tx, JSON.stringify(communities), unitIds)
  }
}

async function removeNew(tx: Queryable, befores: readonly Before[], run: Run): Promise<void> {
  const unitIds = await loadIdsByCode(tx, 'unit-ids')
  const remove = async (table: TableId, rows: readonly Row[]) => {
    const { rowCount } = await tx.query(getTableStatement('delete', table), [
      JSON.stringify(rows),
      run.revision,
    ])
    refuseChanged(rowCount, rows.length, table)
  }
  const news = befores.filter(({ was }) => was === 'nothing')
  for (const { table_name, rows } of news) {
    const table = tableOf(table_name)
    if (table === 'indicator-values')
      await tx.query(getTableStatement('delete', table), [
        JSON.stringify(rows),
        unitIds,
        await loadIdsByCode(tx, 'indicator-ids'),
      ])
    else if (table === 'roads' || table === 'waterways')
      await tx.query(getTableStatement('delete', table), [JSON.stringify(rows), run.revision])
    else if (table !== 'units') await remove(table, rows)
  }
  // units when nothing lies in them any more, and the inner ones first
  const units = news.filter(({ table_name }) => table_name === 'units').flatMap(({ rows }) => rows)
  if (units.length > 0)
    await tx.query(getTableStatement('delete', 'community-types'), [JSON.stringify(units), unitIds])
  for (const digits of [12, 9, 6]) {
    const level = units.filter(({ code }) => String(code).length === digits)
    if (level.length > 0) await remove('units', level)
  }
}

function refuseChanged(touched: number, expected: number, table: string): void {
  if (touched !== expected)
    throw new AppError('conflict', 'rows of the import were changed since: it cannot be undone as a whole', {
      table,
      changed: expected - touched,
    })
}

function tableOf(name: string): TableId {
  const table = tableIds.find((each) => each === name)
  if (!table) throw new Error(`an import was kept with an unknown table ${name}`)
  return table
}

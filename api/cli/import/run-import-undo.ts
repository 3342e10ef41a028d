import { randomUUID } from 'node:crypto'
import type { Revision } from '#shared/contract/ids.ts'
import { undoCommittedImport } from '../../transfer/import/commit/undo-committed-import.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError, StartError } from '../../errors.ts'
import type { UndoArguments } from './read-import-arguments.ts'

const sql = {
  cities: loadSql('api/cli/sql/list-ready-cities.sql'),
  find: loadSql('api/features/transfer/sql/find-import.sql'),
}

/** Undoes a committed import as a whole; finds the city that it changed. */
export async function runImportUndo(
  database: Database,
  { undo: importId, note }: Pick<UndoArguments, 'undo' | 'note'>,
): Promise<{ city: { code: string; name: string }; revision: Revision }> {
  const { rows: cities } = await withSharedSchema(database, (tx) =>
    tx.query<{ code: string; name: string }>(sql.cities),
  )
  for (const city of cities) {
    const {
      rows: [found],
    } = await withCity(database, city.code, (tx) => tx.query<{ file_name: string }>(sql.find, [importId]), {
      access: 'read',
    })
    if (!found) continue
    try {
      return {
        city,
        ...(await undoCommittedImport(database, {
          city: city.code,
          importId,
          requestId: randomUUID(),
          actor: 'cli',
          note: note ?? `撤销导入 ${found.file_name}`,
        })),
      }
    } catch (error) {
      if (error instanceof AppError)
        throw new StartError(`The import cannot be undone: ${error.message}.`, { cause: error })
      throw error
    }
  }
  throw new StartError(`There is no import ${importId}.`)
}

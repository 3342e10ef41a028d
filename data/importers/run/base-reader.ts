import type { Database } from '../../../api/db/database.ts'
import { withCity } from '../../../api/db/with-city.ts'
import { AppError } from '../../../api/errors.ts'
import { readPage, type ReadPage, type TablePage } from '../../tables/read-pages.ts'
import type { BaseCity } from '../base/city-base.ts'

/** What an import compares with, read page by page from the database: nobody waits long for it. */
export async function openBase(
  database: Database,
  code: string,
): Promise<{ city: BaseCity; read: ReadPage }> {
  const city = await withCity(database, code, async (tx) => {
    const {
      rows: [meta],
    } = await tx.query<{ name: string; revision: number; data_date: string }>(
      'select name, revision, data_date from meta',
    )
    if (!meta) throw new AppError('not_found', 'the city has no data yet', { city: code })
    return { code, name: meta.name, revision: meta.revision, dataDate: meta.data_date }
  })
  return { city, read: (table, after) => withCity(database, code, (tx) => readPage(tx, table, after)) }
}

/** A city that is not there yet. */
export function emptyBase(code: string, name: string, day: string): { city: BaseCity; read: ReadPage } {
  const none: TablePage = { count: 0, last: 0, rows: '[]' }
  return { city: { code, name, revision: 0, dataDate: day }, read: () => Promise.resolve(none) }
}

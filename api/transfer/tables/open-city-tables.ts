import { readStoredSettings } from '#shared/contract/city/city-settings.ts'
import type { CityPlace } from '#shared/city/city-place.ts'
import { Revision } from '#shared/contract/ids.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { readTablePage, type PageReader, type TablePage } from './read-table-pages.ts'

const metaStatement = loadSql('api/transfer/tables/sql/select/find-city-meta.sql')

/** A city at one of its revisions. */
export interface CityVersion {
  code: string
  name: string
  revision: Revision
  dataDate: string
  place: CityPlace
}

/** What an import compares with, read page by page from the database: nobody waits long for it. */
export async function openCityTables(
  database: Database,
  code: string,
): Promise<{ city: CityVersion; read: PageReader }> {
  const city = await withCity(database, code, async (tx) => {
    const {
      rows: [meta],
    } = await tx.query<{ name: string; revision: Revision; data_date: string; settings: unknown }>(
      metaStatement,
    )
    if (!meta) throw new AppError('not_found', 'the city has no data yet', { city: code })
    const { place } = readStoredSettings(meta.settings).settings
    return { code, name: meta.name, revision: meta.revision, dataDate: meta.data_date, place }
  })
  return { city, read: (table, after) => withCity(database, code, (tx) => readTablePage(tx, table, after)) }
}

/** A city that is not there yet. */
export function createEmptyCityTables(
  code: string,
  name: string,
  day: string,
  place: CityPlace,
): { city: CityVersion; read: PageReader } {
  const none: TablePage = { count: 0, last: 0, rows: '[]' }
  return {
    city: { code, name, revision: Revision.parse(0), dataDate: day, place },
    read: () => Promise.resolve(none),
  }
}

import type { Database } from '../../../api/db/database.ts'
import { openCityTables } from '../../../api/transfer/tables/open-city-tables.ts'
import { readTablePages } from '../../../api/transfer/tables/read-table-pages.ts'
import { tableIds } from '../../../api/transfer/tables/tables.ts'

type Row = Record<string, unknown>

/** All rows of a city without what every database numbers for itself, in an order of their own. */
export async function readAllRows(database: Database, city: string): Promise<Record<string, Row[]>> {
  const { read } = await openCityTables(database, city)
  const tables: Record<string, Row[]> = {}
  for (const table of tableIds) {
    const rows: Row[] = []
    for await (const page of readTablePages<Row>(read, table)) {
      rows.push(
        ...page.map(
          ({ id: _id, version: _version, revision: _revision, position: _position, ...row }) => row,
        ),
      )
    }
    tables[table] = rows.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
  }
  return tables
}

import type { Database } from '../../../api/db/database.ts'
import { openBase } from '../../../data/importers/run/base-reader.ts'
import { readTable } from '../../../data/tables/read-pages.ts'
import { tableIds } from '../../../data/tables/tables.ts'

type Row = Record<string, unknown>

/** All rows of a city without what every database numbers for itself, in an order of their own. */
export async function everything(database: Database, city: string): Promise<Record<string, Row[]>> {
  const { read } = await openBase(database, city)
  const tables: Record<string, Row[]> = {}
  for (const table of tableIds) {
    const rows: Row[] = []
    for await (const page of readTable<Row>(read, table)) {
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

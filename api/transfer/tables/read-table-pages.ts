import type { Queryable } from '../../db/database.ts'
import { type PastTableId, getTableStatement, type TableId } from './tables.ts'

/** One page of a table as it comes from the database: a json array as text, so that another thread can do the parsing. */
export interface TablePage {
  count: number
  last: number
  rows: string
}

export type PageReader = (table: TableId | PastTableId, after: number) => Promise<TablePage>

/** Rows of one page: few enough that nobody waits for it. */
export const PAGE_ROWS = 4000

export async function readTablePage(
  tx: Queryable,
  table: TableId | PastTableId,
  after: number,
): Promise<TablePage> {
  const {
    rows: [page],
  } = await tx.query<TablePage>(getTableStatement('select', table), [after, PAGE_ROWS])
  if (!page) throw new Error(`${table} answered no page`)
  return page
}

/** All rows of a table, a page at a time. `T` is what the table's select statement makes. */
export async function* readTablePages<T>(
  read: PageReader,
  table: TableId | PastTableId,
): AsyncGenerator<T[]> {
  for (let after = 0; ;) {
    const page = await read(table, after)
    if (page.count > 0) yield JSON.parse(page.rows)
    if (page.count < PAGE_ROWS) return
    after = page.last
  }
}

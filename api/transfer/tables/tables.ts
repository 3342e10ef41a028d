import { loadSql } from '../../db/load-sql.ts'

/** What a city is made of, as far as rows go in and out in bulk; each with its statements in sql/. */
export const tableIds = [
  'units',
  'grids',
  'premises',
  'parks',
  'buildings',
  'roads',
  'waterways',
  'projects',
  'candidates',
  'indicators',
  'indicator-values',
] as const
export type TableId = (typeof tableIds)[number]

/** What was before what stands now; read only. */
export type PastTableId = 'past-grids' | 'past-outlines' | 'past-rows'

const statements = new Map<string, string>()

export function getTableStatement(
  verb: 'select' | 'insert' | 'upsert' | 'update' | 'retire' | 'delete',
  table:
    TableId | PastTableId | 'community-types' | 'grid-history' | 'lineage' | 'unit-ids' | 'indicator-ids',
): string {
  const name = `${verb}-${table}`
  let text = statements.get(name)
  if (text === undefined)
    statements.set(name, (text = loadSql(`api/transfer/tables/sql/${verb}/${name}.sql`)))
  return text
}

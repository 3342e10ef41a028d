import type { Queryable } from '../database.ts'
import { loadSql } from '../load-sql.ts'

/**
 * What a schema has become, as SQL text in one fixed order: tables with columns, types, defaults and
 * constraints, then indexes. Read from the catalog, so that two databases can be compared; names are
 * unqualified, whatever the schema is called, as long as it is on the search path.
 */
export async function describeSchema(tx: Queryable, schema: string): Promise<string> {
  const { rows: columns } = await tx.query<Line>(columnsSql, [schema])
  const { rows: constraints } = await tx.query<Line>(constraintsSql, [schema])
  const { rows: indexes } = await tx.query<Line>(indexesSql, [schema])
  const tables = [...new Set(columns.map((column) => column.table_name))]
  return tables
    .map((table) => {
      const body = linesOf(table, [...columns, ...constraints])
        .map((line) => `  ${line}`)
        .join(',\n')
      const after = linesOf(table, indexes)
        .map((line) => `${fewestParentheses(line)};\n`)
        .join('')
      return `create table ${table} (\n${body}\n);\n${after}`
    })
    .join('\n')
}

interface Line {
  table_name: string
  line: string
}

const columnsSql = loadSql('api/db/schema/sql/list-columns.sql')
const constraintsSql = loadSql('api/db/schema/sql/list-constraints.sql')
const indexesSql = loadSql('api/db/schema/sql/list-indexes.sql')

function linesOf(table: string, rows: readonly Line[]): string[] {
  return rows.filter((row) => row.table_name === table).map((row) => row.line)
}

/**
 * Servers differ in how many parentheses they print around `->>`: one pair where an index is on nothing else,
 * else none.
 */
function fewestParentheses(line: string): string {
  const bare = line.replace(/\((\w+ ->> '\w+'::text)\)/g, '$1')
  return bare === line
    ? line.replace(/ btree (\w+ ->> '\w+'::text)$/, ' btree (($1))')
    : fewestParentheses(bare)
}

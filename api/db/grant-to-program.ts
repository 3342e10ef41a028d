import { quoteName } from './begin-statement.ts'
import type { Database } from './database.ts'
import { withSchema } from './with-city.ts'

/** What the program's own user may do with the tables that must only grow; with all others it may do everything. */
const LESS: readonly { table: string; may: string }[] = [
  { table: 'audit', may: 'select, insert' },
  { table: 'audit_anchor', may: 'select' },
  { table: 'schema_version', may: 'select' },
]

/**
 * Where migrations run as another database user than the program, gives the program what it needs in a schema, and of
 * the log no more than reading and adding: whoever takes over the program can still not rewrite what it did.
 */
export async function grantToProgram(database: Database, schema: string): Promise<void> {
  if (database.kind !== 'server') return
  const userOf = async (access: 'write' | 'admin') => (await database.query<{ name: string }>('select current_user::text as name', [], { access })).rows[0]?.name
  const [program, owner] = [await userOf('write'), await userOf('admin')]
  if (program === undefined || program === owner) return
  const user = quoteName(program)
  await withSchema(database, schema, async tx => {
    await tx.query(`grant usage on schema ${quoteName(schema)} to ${user}`)
    await tx.query(`grant select, insert, update, delete on all tables in schema ${quoteName(schema)} to ${user}`)
    await tx.query(`grant usage, select, update on all sequences in schema ${quoteName(schema)} to ${user}`)
    for (const { table, may } of LESS) {
      const { rowCount } = await tx.query('select 1 from pg_class where relname = $1::text and relnamespace = $2::text::regnamespace', [table, schema])
      if (rowCount === 0) continue
      await tx.query(`revoke all on ${quoteName(table)} from ${user}`)
      await tx.query(`grant ${may} on ${quoteName(table)} to ${user}`)
    }
  }, { access: 'admin' })
}

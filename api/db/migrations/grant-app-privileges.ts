import { quoteIdentifier } from '../transaction/build-begin-statement.ts'
import type { Database } from '../database.ts'
import { APP_ROLE } from '../app-role.ts'
import { withSchema } from '../transaction/with-city.ts'
import { loadSql } from '../load-sql.ts'

// statements that grant or create are built from identifiers, which cannot be parameters
const sql = {
  table: loadSql('api/db/migrations/sql/find-table.sql'),
  role: loadSql('api/db/sql/find-role.sql'),
  user: loadSql('api/db/migrations/sql/find-current-user.sql'),
}

/**
 * What the program's own user may do with the tables that must only grow; with all others it may do
 * everything.
 */
const LESS: readonly { table: string; may: string }[] = [
  { table: 'audit', may: 'select, insert' },
  { table: 'audit_anchor', may: 'select' },
  { table: 'schema_version', may: 'select' },
]

/**
 * Gives the program what it needs in a schema, and of the log no more than reading and adding: whoever takes
 * over the program can still not rewrite what it did. The program is a role of its own in the embedded
 * database; on a server it is the user of DATABASE_URL, where migrations run as another one
 * (DATABASE_ADMIN_URL).
 */
export async function grantAppPrivileges(database: Database, schema: string): Promise<void> {
  const program =
    database.kind === 'embedded' ? await embeddedProgram(database) : await serverProgram(database)
  if (program === undefined) return
  const user = quoteIdentifier(program)
  await withSchema(
    database,
    schema,
    async (tx) => {
      await tx.query(`grant usage on schema ${quoteIdentifier(schema)} to ${user}`)
      await tx.query(
        `grant select, insert, update, delete on all tables in schema ${quoteIdentifier(schema)} to ${user}`,
      )
      await tx.query(
        `grant usage, select, update on all sequences in schema ${quoteIdentifier(schema)} to ${user}`,
      )
      for (const { table, may } of LESS) {
        const { rowCount } = await tx.query(sql.table, [table, schema])
        if (rowCount === 0) continue
        await tx.query(`revoke all on ${quoteIdentifier(table)} from ${user}`)
        await tx.query(`grant ${may} on ${quoteIdentifier(table)} to ${user}`)
      }
    },
    { access: 'admin' },
  )
}

async function embeddedProgram(database: Database): Promise<string> {
  const { rowCount } = await database.query(sql.role, [APP_ROLE], { access: 'admin' })
  if (rowCount === 0)
    await database.query(`create role ${quoteIdentifier(APP_ROLE)} nologin`, [], { access: 'admin' })
  return APP_ROLE
}

/** undefined: there is one user for everything, who owns the log. */
async function serverProgram(database: Database): Promise<string | undefined> {
  const userOf = async (access: 'write' | 'admin') =>
    (await database.query<{ name: string }>(sql.user, [], { access })).rows[0]?.name
  const [program, owner] = [await userOf('write'), await userOf('admin')]
  return program === owner ? undefined : program
}

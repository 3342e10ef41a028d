import type { Database } from '../../../api/db/database.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { getCitySchema, SHARED_SCHEMA } from '../../../api/db/transaction/with-city.ts'
import type { TestDatabase } from './open-test-database.ts'
import { testCity } from './database-templates.ts'

type Copy = () => Promise<{ settings: TestDatabase['settings']; remove: () => Promise<void> }>

let standing: Promise<{ database: Database; settings: TestDatabase['settings'] }> | undefined
let taken = false

/** The migrated database of this process, which stays open from test file to test file; undefined while somebody has it. */
export async function acquireReusableDatabase(copy: Copy): Promise<TestDatabase | undefined> {
  if (taken) return undefined
  taken = true
  standing ??= open(copy)
  const { database, settings } = await standing
  return {
    database,
    settings,
    drop: async () => {
      await empty(database)
      taken = false
    },
  }
}

async function open(copy: Copy): Promise<{ database: Database; settings: TestDatabase['settings'] }> {
  const { settings, remove } = await copy()
  process.once('beforeExit', () => void remove())
  const database = await openDatabase(settings)
  await asOwner(database, 'create schema as_it_was')
  for (const { schema, name } of await tables(database))
    await asOwner(database, `create table as_it_was.${schema}_${name} as table ${schema}.${name}`)
  return { database, settings }
}

const asOwner = (database: Database, statement: string) => database.query(statement, [], { access: 'admin' })

/** The tables of a template, with rows of its own or without, and their columns that can be written. */
async function tables(database: Database): Promise<{ schema: string; name: string; columns: string }[]> {
  const { rows } = await database.query<{ schema: string; name: string; columns: string }>(
    `select table_schema as schema, table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where
      table_schema in ($1, $2) and table_name <> 'schema_version' and table_type = 'BASE TABLE'
      and is_generated = 'NEVER'
    group by table_schema, table_name`,
    [SHARED_SCHEMA, getCitySchema(testCity)],
  )
  return rows
}

/** As the template was: no city but the one, and no row that a test has written. */
async function empty(database: Database): Promise<void> {
  const { rows: cities } = await database.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname like 'city\\_%' and nspname <> $1",
    [getCitySchema(testCity)],
  )
  for (const { name } of cities) await asOwner(database, `drop schema ${name} cascade`)
  const all = await tables(database)
  await asOwner(
    database,
    `truncate ${all.map(({ schema, name }) => `${schema}.${name}`).join(', ')} restart identity`,
  )
  for (const { schema, name, columns } of all)
    await asOwner(
      database,
      `insert into ${schema}.${name} (${columns}) overriding system value
      select ${columns} from as_it_was.${schema}_${name}`,
    )
}

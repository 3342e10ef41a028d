import type { Database } from '../database.ts'
import { describeSchema } from './describe-schema.ts'
import { getCitySchema, SHARED_SCHEMA, withSchema } from '../transaction/with-city.ts'

/**
 * The text of migrations/schema.snapshot.sql: what the migrations add up to. The database holds the city
 * `code`.
 */
export async function buildSchemaSnapshot(database: Database, code: string): Promise<string> {
  const describe = (schema: string) =>
    withSchema(database, schema, (tx) => describeSchema(tx, schema), { access: 'admin' })
  return `-- What the migrations add up to, read from the database. Written by \`npx tsx api/cli/schema-snapshot.ts\`; never edit it.

-- The schema that all cities share: ${SHARED_SCHEMA}.

${await describe(SHARED_SCHEMA)}
-- The schema of each city: city_<six digits>.

${await describe(getCitySchema(code))}`
}

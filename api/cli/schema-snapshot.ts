import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateCity, migrateShared } from '../db/migrations/migrate.ts'
import { openDatabase } from '../db/open-database.ts'
import { buildSchemaSnapshot } from '../db/schema/build-schema-snapshot.ts'
import { packageRoot } from '../runtime/package-root.ts'

/** Writes migrations/schema.snapshot.sql from a new embedded database. */

const city = '000000'
const dataDir = await mkdtemp(join(tmpdir(), 'grid-map-snapshot-'))
const database = await openDatabase({ dataDir })
try {
  await migrateShared(database)
  await migrateCity(database, city)
  const path = join(packageRoot, 'migrations', 'schema.snapshot.sql')
  await writeFile(path, await buildSchemaSnapshot(database, city))
  console.log(`written: ${path}`)
} finally {
  await database.close()
  await rm(dataDir, { recursive: true })
}

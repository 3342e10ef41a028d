import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '../../../api/db/database.ts'
import { lockFolder } from '../../../api/db/embedded/folder-lock.ts'
import { migrateCity, migrateShared } from '../../../api/db/migrations/migrate.ts'
import { readMigrations } from '../../../api/db/migrations/read-migrations.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { withCity, withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import { StartError } from '../../../api/errors.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import { withServerConnection, getDatabaseUrl } from './test-server.ts'

/** Nothing but PostGIS; or migrated, with one city that has no data. */
export type TemplateKind = 'blank' | 'migrated'

/** The city in a migrated template. */
export const testCity = '320900'

/** The data folder of a closed embedded database, to be copied; made on first use, once for all test processes. */
export async function prepareFolderTemplate(kind: TemplateKind): Promise<string> {
  const name = kind === 'blank' ? `blank-${engineKey()}` : `migrated-${engineKey()}-${migrationsKey()}`
  const folder = join(cache, name)
  await once(folder, async (draft) => {
    if (kind === 'migrated') await cp(await prepareFolderTemplate('blank'), draft, { recursive: true })
    const database = await openDatabase({ dataDir: draft })
    if (kind === 'migrated') await fill(database)
    await database.close()
  })
  // what is used is not old, see removeOld
  await utimes(folder, new Date(), new Date())
  return folder
}

/** The name of a template database on the test server. */
export async function prepareServerTemplate(kind: TemplateKind): Promise<string> {
  const name = `grid_map_template_${kind}_${migrationsKey()}`
  const exists = async (client: pg.Client) =>
    (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1
  await exclusively(
    join(cache, 'server'),
    () => withServerConnection(exists),
    async () => {
      const draft = `${name}_${randomUUID().slice(0, 8)}`
      await withServerConnection((client) =>
        client.query(`create database ${draft} template template0 encoding 'UTF8'`),
      )
      const database = await openDatabase({ url: getDatabaseUrl(draft) })
      await database.query('create extension postgis schema public')
      if (kind === 'migrated') await fill(database)
      await database.close()
      await withServerConnection((client) => client.query(`alter database ${draft} rename to ${name}`))
    },
  )
  return name
}

const cache = join(packageRoot, 'node_modules', '.cache', 'test-database')

async function fill(database: Database): Promise<void> {
  await migrateShared(database)
  await migrateCity(database, testCity)
  await withSharedSchema(database, (tx) =>
    tx.query(
      'insert into city (code, schema_name, name, name_en, state, demo, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
      [testCity, `city_${testCity}`, '试验市', 'Test city', 'ready', true, new Date('2026-01-01T00:00:00Z')],
    ),
  )
  await withCity(database, testCity, (tx) =>
    tx.query(
      'insert into meta (city_code, name, name_en, data_date, source, demo) values ($1, $2, $3, $4, $5, $6)',
      [testCity, '试验市', 'Test city', '2026-01-01', 'test', true],
    ),
  )
}

/** What an embedded database with PostGIS depends on. */
function engineKey(): string {
  const packages = ['pglite', 'pglite-postgis'].map((name) =>
    join(packageRoot, 'node_modules/@electric-sql', name, 'package.json'),
  )
  const sources = ['embedded-worker', 'postgis-extension', 'build-postgis-bundle'].map((name) =>
    join(packageRoot, `api/db/embedded/${name}.ts`),
  )
  return hash([...packages, ...sources].map((path) => readFileSync(path, 'utf8')))
}

/** What a migrated database depends on: the files, and the rights that are given after them. */
function migrationsKey(): string {
  const rights = readFileSync(join(packageRoot, 'api/db/migrations/grant-app-privileges.ts'), 'utf8')
  return hash([
    ...[...readMigrations('shared'), ...readMigrations('city')].map((migration) => migration.sha256),
    rights,
  ])
}

function hash(texts: string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12)
}

/** Fills a folder beside `folder` and renames it when it is whole. */
async function once(folder: string, make: (draft: string) => Promise<void>): Promise<void> {
  await exclusively(
    `${folder}.lock`,
    async () => existsSync(folder),
    async () => {
      await removeOld(dirname(folder))
      const draft = `${folder}.${randomUUID()}`
      await make(draft)
      await rename(draft, folder)
    },
  )
}

/** Runs `make` unless `isMade`; whoever comes second waits. */
async function exclusively(
  lockAt: string,
  isMade: () => Promise<boolean>,
  make: () => Promise<void>,
): Promise<void> {
  await mkdir(lockAt, { recursive: true })
  while (!(await isMade())) {
    const lock = await lockFolder(lockAt).catch((error: unknown) => {
      if (error instanceof StartError) return undefined
      throw error
    })
    if (!lock) {
      await wait(100)
      continue
    }
    try {
      if (!(await isMade())) await make()
    } finally {
      lock.release()
    }
  }
}

/** Templates of earlier states of the program, each some sixty megabytes: what nobody has used for a day. */
async function removeOld(folder: string): Promise<void> {
  const dayAgo = Date.now() - 24 * 3600_000
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if ((await stat(path)).mtimeMs < dayAgo) await rm(path, { recursive: true })
  }
}

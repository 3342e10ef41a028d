import { randomUUID } from 'node:crypto'
import { constants, cpSync, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../../api/db/database.ts'
import { openDatabase, type DatabaseSettings } from '../../../api/db/open-database.ts'
import { acquireReusableDatabase } from './reusable-database.ts'
import { prepareFolderTemplate, prepareServerTemplate, type TemplateKind } from './database-templates.ts'
import { withServerConnection, getDatabaseUrl } from './test-server.ts'

export { testCity } from './database-templates.ts'

export interface TestDatabase {
  database: Database
  /** How to open the same database again once `database` is closed, or from another process. */
  settings: DatabaseSettings
  /** Closes and removes it. */
  drop(): Promise<void>
}

/** Which of the two databases this run is about: TEST_DATABASE_URL decides, and nothing else. */
export const databaseDriver = process.env['TEST_DATABASE_URL'] === undefined ? 'embedded' : 'server'

export interface TestDatabaseOptions {
  /** 'migrated' (default): the shared schema and one empty city, `testCity`. 'blank': PostGIS and nothing else. */
  holds?: TemplateKind
  /** One that nobody had before, which may be closed and opened again, also by another process. */
  own?: boolean
  statementTimeoutMs?: number
  idleTransactionMs?: number
}

/**
 * A fresh database. An embedded one takes two seconds to start, so that whoever asks for nothing special gets the one of
 * this process, emptied; else it is copied from a template that is made once.
 */
export async function openTestDatabase({
  holds = 'migrated',
  own = false,
  ...options
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  if (databaseDriver === 'embedded' && holds === 'migrated' && !own && Object.keys(options).length === 0) {
    const standing = await acquireReusableDatabase(copyDatabase)
    if (standing !== undefined) return standing
  }
  const { settings, remove } = await copyDatabase(holds)
  try {
    const database = await openDatabase({ ...settings, ...options })
    return {
      database,
      settings,
      drop: async () => {
        await database.close()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A database that nobody has opened yet, for other processes. */
export function copyDatabase(
  holds: TemplateKind = 'migrated',
): Promise<{ settings: DatabaseSettings; remove: () => Promise<void> }> {
  return databaseDriver === 'server' ? copyOnServer(holds) : copyDataFolder(holds)
}

/** A data folder with a database in it that nobody has opened yet; for tests of the folder itself. */
export async function copyDataFolder(
  holds: TemplateKind = 'migrated',
): Promise<{ settings: { dataDir: string }; remove: () => Promise<void> }> {
  const template = await prepareFolderTemplate(holds)
  const dataDir = await mkdtemp(join(tmpdir(), 'grid-map-test-'))
  // where the file system can, a copy is only a reference until it is written to
  cpSync(template, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return {
    settings: { dataDir },
    remove: async () => {
      if (existsSync(dataDir)) await rm(dataDir, { recursive: true })
    },
  }
}

async function copyOnServer(
  holds: TemplateKind,
): Promise<{ settings: { url: string }; remove: () => Promise<void> }> {
  const template = await prepareServerTemplate(holds)
  const name = `grid_map_test_${randomUUID().replaceAll('-', '')}`
  await withServerConnection((client) => client.query(`create database ${name} template ${template}`))
  return {
    settings: { url: getDatabaseUrl(name) },
    remove: () =>
      withServerConnection(async (client) => {
        await client.query(`drop database ${name} with (force)`)
      }),
  }
}

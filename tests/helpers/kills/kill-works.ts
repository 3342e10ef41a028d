import { strict as assert } from 'node:assert'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { verifyAuditChain } from '../../../api/audit/verify-audit-chain.ts'
import type { Database } from '../../../api/db/database.ts'
import { migrate, migrateCity, migrateShared } from '../../../api/db/migrations/migrate.ts'
import { buildSchemaSnapshot } from '../../../api/db/schema/build-schema-snapshot.ts'
import { withCity, withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import { checkBackup } from '../../../api/maintenance/backup/read-backup.ts'
import { restoreBackup } from '../../../api/maintenance/backup/restore-backup.ts'
import { writeBackup } from '../../../api/maintenance/backup/write-backup.ts'
import { packageRoot } from '../../../api/runtime/package-root.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { undoCommittedImport } from '../../../api/transfer/import/commit/undo-committed-import.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { aCity } from '../city/a-city.ts'
import { fingerprintCity } from '../database/fingerprint-city.ts'
import { importFile } from '../transfer/import-file.ts'

/** Work that is killed again and again on the same database. */
export interface KillWork {
  /** Throws when the last process has left anything but a state before or after its work. */
  check(): Promise<void>
  /** What the next round starts from; not killed. */
  prepare(): Promise<void>
  /** Is killed. A round that ends is a valid state. */
  run(): Promise<void>
}

export const killWorks = ['import', 'undo', 'backup', 'restore', 'load', 'migration'] as const
export type KillWorkName = (typeof killWorks)[number]

export const killCity = '321000'
export const killCityFacts = aCity({ code: killCity, columns: 8, rows: 16 })

/** Files of the works in their folder: `city.backup` with its `fingerprint.json`, and what the work `backup` writes. */
export function openKillWork(database: Database, name: KillWorkName, folder: string): KillWork {
  switch (name) {
    case 'import':
      return openImportWork(database)
    case 'undo':
      return openUndoWork(database)
    case 'backup':
      return openBackupWork(database, path.join(folder, 'written'))
    case 'restore':
      return openRestoreWork(database, folder)
    case 'load':
      return openLoadWork(database)
    case 'migration':
      return openMigrationWork(database)
  }
}

const whole = { actor: 'test', note: 'test data' }

async function ensureCity(database: Database): Promise<void> {
  await migrateShared(database)
  await createCity(database, killCityFacts, whole)
}

/** All grids of the city with the same number of households. */
const gridFile = (households: number) =>
  createMemorySource(
    'grids.geojson',
    new TextEncoder().encode(
      JSON.stringify({
        type: 'FeatureCollection',
        features: killCityFacts.grids.map(({ code, name, geometry }) => ({
          type: 'Feature',
          properties: { 网格编码: code, 网格名称: name, 户数: households },
          geometry: {
            type: 'MultiPolygon',
            coordinates: geometry.map((polygon) =>
              polygon.map((ring) => [...ring, ring[0]!].map(([x, y]) => [toDegrees(x), toDegrees(y)])),
            ),
          },
        })),
      }),
    ),
  )

const importHouseholds = (database: Database, households: number) =>
  importFile(database, killCity, gridFile(households), {
    target: 'grids',
    crs: 'WGS84',
    mapping: undefined,
    day: '2026-01-01',
  })

interface ImportState {
  /** Households of all grids; null: each has its own, as it was created. */
  households: number | null
  /** Imports that were not undone. */
  standing: string[]
}

/** Throws when grids of two imports stand beside each other, or rows about a revision are missing. */
async function readImportState(database: Database): Promise<ImportState> {
  const print = await fingerprintCity(database, killCity)
  assert.equal(print['broken'], '', 'the grids tile their communities')
  assert.equal(print['changesets'], print['revision'], 'every revision has its changeset')
  assert.equal(print['standing'], killCityFacts.grids.length)
  return withCity(database, killCity, async (tx) => {
    assert.equal((await verifyAuditChain(tx, killCity)).broken, null)
    const { rows: values } = await tx.query<{ households: number }>(
      'select distinct households from grid where valid_to is null',
    )
    const original = new Set(killCityFacts.grids.map(({ households }) => households))
    const imported = values.length === 1 && !original.has(values[0]!.households)
    assert(
      imported || values.every(({ households }) => original.has(households)),
      `grids of several imports: ${values.map(({ households }) => households).join()}`,
    )
    const { rows: runs } = await tx.query<{ id: string; undone: boolean }>(
      'select id, undone_at is not null as undone from import_run order by revision',
    )
    return {
      households: imported ? values[0]!.households : null,
      standing: runs.filter(({ undone }) => !undone).map(({ id }) => id),
    }
  })
}

function openImportWork(database: Database): KillWork {
  return {
    async check() {
      await ensureCity(database)
      const { households, standing } = await readImportState(database)
      assert.equal(households === null, standing.length === 0, 'what was imported is listed')
    },
    prepare: async () => undefined,
    async run() {
      const { households } = await readImportState(database)
      await importHouseholds(database, households === 90_001 ? 90_002 : 90_001)
    },
  }
}

function openUndoWork(database: Database): KillWork {
  let latest = ''
  return {
    async check() {
      await ensureCity(database)
      const { households, standing } = await readImportState(database)
      assert.equal(standing.length, households === null ? 0 : 1, 'undone as a whole or not at all')
    },
    async prepare() {
      const { standing } = await readImportState(database)
      latest = standing[0] ?? (await importHouseholds(database, 90_001)).importId
    },
    async run() {
      await undoCommittedImport(database, {
        city: killCity,
        importId: latest,
        requestId: crypto.randomUUID(),
        actor: 'test',
        note: 'undo',
      })
    },
  }
}

function openBackupWork(database: Database, folder: string): KillWork {
  const file = path.join(folder, 'city.backup')
  return {
    async check() {
      await ensureCity(database)
      if (existsSync(file)) await checkBackup(file)
    },
    prepare: async () => undefined,
    async run() {
      await writeBackup(database, file, '0.1.0')
      assert.deepEqual(readdirSync(folder), ['city.backup'], 'nothing half-written is left')
    },
  }
}

function openRestoreWork(database: Database, folder: string): KillWork {
  const isMarked = () => hasSchema(database, 'grid_restore')
  return {
    async check() {
      if (await isMarked()) {
        await assert.rejects(migrate(database), /restore_unfinished/)
        await assert.rejects(writeBackup(database, path.join(folder, 'never'), '0'), /restore_unfinished/)
      } else if (await hasSchema(database, 'grid_shared')) {
        const known: unknown = JSON.parse(readFileSync(path.join(folder, 'fingerprint.json'), 'utf8'))
        assert.deepEqual(await fingerprintCity(database, killCity), known)
        await migrate(database)
      }
    },
    async prepare() {
      if (!(await isMarked())) await dropAll(database)
    },
    async run() {
      await restoreBackup(database, path.join(folder, 'city.backup'), 'test')
      await this.check()
    },
  }
}

function openLoadWork(database: Database): KillWork {
  const find = async () => {
    const { rows } = await withSharedSchema(database, (tx) =>
      tx.query<{ state: string }>('select state from city where code = $1', [killCity]),
    )
    return rows[0]?.state
  }
  return {
    async check() {
      await migrateShared(database)
      const state = await find()
      if (state === undefined || !(await hasTable(database, `city_${killCity}`, 'grid'))) {
        assert.notEqual(state, 'ready')
        return
      }
      // as the owner: a process that was killed before the grants has tables that the program cannot read yet
      const { rows } = await withCity(
        database,
        killCity,
        (tx) =>
          tx.query<{ grids: number; changes: number }>(
            `select (select count(*)::int4 from grid) as grids,
              (select count(*)::int4 from changeset) as changes`,
          ),
        { access: 'admin' },
      )
      const [{ grids, changes } = { grids: -1, changes: -1 }] = rows
      assert.equal(grids, changes * killCityFacts.grids.length, 'all rows or none')
      assert(state === 'loading' || changes === 1, 'a city that is ready has its data')
    },
    async prepare() {
      if ((await find()) !== 'ready') return
      await withSharedSchema(
        database,
        async (tx) => {
          await tx.query(`drop schema city_${killCity} cascade`)
          await tx.query('delete from city')
        },
        { access: 'admin' },
      )
    },
    run: () => createCity(database, killCityFacts, whole),
  }
}

function openMigrationWork(database: Database): KillWork {
  const run = async () => {
    await migrateShared(database)
    await migrateCity(database, killCity)
  }
  return {
    async check() {
      if (!(await hasSchema(database, 'grid_shared'))) return
      await run()
      assert.equal(
        await buildSchemaSnapshot(database, killCity),
        readFileSync(path.join(packageRoot, 'migrations/schema.snapshot.sql'), 'utf8'),
      )
    },
    prepare: () => dropAll(database),
    run,
  }
}

async function dropAll(database: Database): Promise<void> {
  // together: whoever is killed here leaves all or nothing
  await database.transaction(
    (tx) => tx.query(`drop schema if exists city_${killCity}, grid_shared cascade`),
    { access: 'admin' },
  )
}

async function hasSchema(database: Database, name: string): Promise<boolean> {
  const { rowCount } = await database.query('select 1 from pg_namespace where nspname = $1', [name], {
    access: 'admin',
  })
  return rowCount > 0
}

async function hasTable(database: Database, schema: string, table: string): Promise<boolean> {
  const { rowCount } = await database.query(
    'select 1 from pg_tables where schemaname = $1 and tablename = $2',
    [schema, table],
    { access: 'admin' },
  )
  return rowCount > 0
}

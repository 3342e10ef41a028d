import { createHash } from 'node:crypto'
import { layerIds } from '#shared/contract/enums.ts'
import { encodeJson } from '../../../db/protocol/encode-parameter.ts'
import { commitChangeset } from '../../../changesets/commit-changeset.ts'
import type { Database } from '../../../db/database.ts'
import { loadSql } from '../../../db/load-sql.ts'
import { migrateCity } from '../../../db/migrations/migrate.ts'
import { getCitySchema, withCity, withSharedSchema } from '../../../db/transaction/with-city.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import type { Revision } from '#shared/contract/ids.ts'
import type { CityDataset } from '../../../../data/city-dataset.ts'
import { insertCityDataset } from './insert-city-dataset.ts'

const statement = (name: string) => loadSql(`api/transfer/import/city/sql/${name}.sql`)

const sql = {
  enter: statement('insert-city'),
  ready: statement('update-city-ready'),
  meta: statement('insert-meta'),
  setup: statement('insert-setup'),
  revision: loadSql('api/snapshot/sql/select-revision.sql'),
}

/**
 * Makes a city and writes its first data. May be stopped at any moment: the data arrive in one transaction, and the
 * next call for the same city goes on where this one was.
 */
export async function createCity(
  database: Database,
  facts: CityDataset,
  {
    actor,
    note,
    settings = {},
    onProgress,
  }: {
    actor: string
    note: string
    /** Sections of its settings that are not the defaults. */
    settings?: object
    onProgress?: (done: number, total: number) => void
  },
): Promise<void> {
  const { code, name, nameEn, dataDate, source, demo } = facts.city
  await withSharedSchema(database, (tx) =>
    tx.query(sql.enter, [code, getCitySchema(code), name, nameEn, demo, new Date()]),
  )
  await migrateCity(database, code)
  const revision = await withCity(database, code, async (tx) => {
    await tx.query(sql.meta, [code, name, nameEn, dataDate, source, demo, encodeJson(settings)])
    await tx.query(sql.setup, [facts.units.length === 0 ? null : new Date()])
    return (await tx.query<{ revision: Revision }>(sql.revision)).rows[0]?.revision ?? 0
  })
  if (revision === 0) {
    await commitChangeset(
      database,
      { city: code, actor, note, requestId: requestIdOf(code), kind: 'city.load' },
      async (tx, scope) => {
        await insertCityDataset(tx, facts, scope.revision, onProgress)
        return { answer: null, box: extentOf(facts), layers: layerIds }
      },
    )
  }
  await withSharedSchema(database, (tx) => tx.query(sql.ready, [code]))
}

/** The same for every server that starts on an empty database at the same moment, so that only one of them writes. */
function requestIdOf(code: string): string {
  const hash = createHash('sha256').update(`city.load ${code}`).digest('hex')
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ].join('-')
}

/** Lattice box of everything that was written, waters far out at sea included. */
function extentOf({ units, grids, waterways, roads }: CityDataset): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  const rings = [
    ...units.flatMap((unit) => (unit.geometry ?? []).flat()),
    ...grids.flatMap((grid) => grid.geometry.flat()),
    ...waterways.flatMap(({ geometry }) =>
      geometry.kind === 'line' ? [geometry.line] : geometry.area.flat(),
    ),
    ...roads.map((road) => road.geometry),
  ]
  for (const ring of rings) {
    for (const [x, y] of ring) {
      west = Math.min(west, x)
      south = Math.min(south, y)
      east = Math.max(east, x)
      north = Math.max(north, y)
    }
  }
  return west === Infinity ? null : [west, south, east, north]
}

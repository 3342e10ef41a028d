import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDemoCity } from '../../api/demo/ensure-demo-city.ts'
import { migrate } from '../../api/db/migrations/migrate.ts'
import type { Database } from '../../api/db/database.ts'
import { type DatabaseSettings, openDatabase } from '../../api/db/open-database.ts'
import { withCity } from '../../api/db/transaction/with-city.ts'
import { loadCity } from '../../api/snapshot/load-city.ts'
import { buildExportLayer } from '../../api/transfer/export/build-export-layer.ts'
import { commitStagedImport } from '../../api/transfer/import/commit/commit-staged-import.ts'
import { hashFile } from '../../api/transfer/import/hash-file.ts'
import { stageImport } from '../../api/transfer/import/stage-import.ts'
import { readStagedBatches } from '../../api/transfer/import/staging/staged-files.ts'
import { openCityTables } from '../../api/transfer/tables/open-city-tables.ts'
import { findCoordinateSystem } from '../../data/coordinates/find-coordinate-system.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { openFileSource } from '../../data/formats/io/file-source.ts'
import { WRITERS } from '../../data/formats/writers.ts'
import { printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { startPostgis } from './tools/start-postgis.ts'

/**
 * Buildings brought into the demo city without any: its own footprints, taken out as a GeoPackage, and a million points
 * around them, as a sheet of addresses. All are new.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-bench-'))
const CITY = '320900'
const DAY = '2020-01-01'
const POINTS = 1_000_000

interface Imported {
  rows: number
  prepareMs: number
  commitMs: number
}

async function measure(settings: DatabaseSettings): Promise<Record<'footprints' | 'points', Imported>> {
  const database = await openDatabase(settings)
  try {
    await migrate(database)
    await ensureDemoCity(database, () => undefined)
    const files = [await exportBuildings(database), await writePoints(database)]
    const [footprints, points] = [
      await importInto(database, files[0]!),
      await importInto(database, files[1]!),
    ]
    return { footprints, points }
  } finally {
    await database.close()
  }
}

async function importInto(database: Database, file: string): Promise<Imported> {
  await withCity(database, CITY, (tx) => tx.query('delete from building', []), { access: 'write' })
  const { city, read } = await openCityTables(database, CITY)
  const source = await openFileSource(file)
  const staged = mkdtempSync(path.join(folder, 'staged-'))
  const start = performance.now()
  const report = await stageImport({
    file: source,
    folder: staged,
    request: { target: 'buildings', missing: 'keep', toleranceM: 0.5, day: DAY },
    city,
    read,
  })
  const prepared = performance.now()
  await commitStagedImport(database, {
    city: CITY,
    importId: randomUUID(),
    actor: 'bench',
    note: 'bench',
    day: DAY,
    report,
    fileSha256: await hashFile(source),
    steps: () => readStagedBatches(staged),
  })
  const commitMs = performance.now() - prepared
  await source.close()
  rmSync(staged, { recursive: true })
  return { rows: report.rows.added, prepareMs: prepared - start, commitMs }
}

/** A sheet with places within about 50 m of the demo city's buildings, so that some share a place and some lie elsewhere. */
async function writePoints(database: Database): Promise<string> {
  const { snapshot } = await loadCity(database, CITY)
  const { xy } = snapshot.buildings.places
  const random = createSeededRandom(17)
  const lines = ['lon,lat,code,households']
  for (let i = 0; i < POINTS; i++) {
    const from = 2 * (i % snapshot.buildings.count)
    const [x, y] = [0, 1].map((axis) => (xy[from + axis]! + Math.round(1e4 * (random() - 0.5))) / 1e7)
    lines.push(`${x},${y},P${i},${Math.floor(3 * random())}`)
  }
  const file = path.join(folder, `points-${randomUUID()}.csv`)
  writeFileSync(file, lines.join('\n'))
  return file
}

async function exportBuildings(database: Database): Promise<string> {
  const { read } = await openCityTables(database, CITY)
  const writer = WRITERS.find(({ extension }) => extension === '.gpkg')!
  const system = findCoordinateSystem('EPSG:4490')!
  const file = path.join(folder, `buildings-${randomUUID()}${writer.extension}`)
  await writer.write({
    layers: [buildExportLayer({ target: 'buildings', headings: 'keys' }, read, system)],
    system,
    metadata: {},
    encoding: 'utf-8',
    path: file,
  })
  return file
}

try {
  const results = [{ database: 'embedded', ...(await measure({ dataDir: path.join(folder, 'embedded') })) }]
  const server = startPostgis()
  if (server) {
    results.push({ database: 'PostGIS', ...(await measure({ url: server.url })) })
    server.stop()
  }
  const kinds = [
    { kind: 'footprints', en: 'building footprints from GeoPackage', zh: '栋楼轮廓（GeoPackage）' },
    { kind: 'points', en: 'buildings as points from CSV', zh: '栋楼（CSV，仅坐标点）' },
  ] as const
  printTable(
    'buildings into a city without any',
    ['', 'rows', 'prepare s', 'commit s', 'together s'],
    results.flatMap((result) =>
      kinds.map(({ kind }) => {
        const { rows, prepareMs, commitMs } = result[kind]
        return [
          `${kind}, ${result.database}`,
          rows,
          prepareMs / 1000,
          commitMs / 1000,
          (prepareMs + commitMs) / 1000,
        ]
      }),
    ),
  )
  reportFigures(
    kinds.map(({ kind, en, zh }) => {
      const count = results[0]![kind].rows.toLocaleString('en-US')
      return {
        en: `${count} ${en}, embedded database / PostGIS server`,
        zh: `导入 ${count} ${zh}：内置数据库 / PostGIS 服务器`,
        value: `${results
          .map((result) => formatFigure((result[kind].prepareMs + result[kind].commitMs) / 1000))
          .join(' / ')} s`,
      }
    }),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

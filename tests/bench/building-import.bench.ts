import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDemoCity } from '../../api/demo/ensure-demo-city.ts'
import { migrate } from '../../api/db/migrations/migrate.ts'
import { type DatabaseSettings, openDatabase } from '../../api/db/open-database.ts'
import { withCity } from '../../api/db/transaction/with-city.ts'
import { buildExportLayer } from '../../api/transfer/export/build-export-layer.ts'
import { commitStagedImport } from '../../api/transfer/import/commit/commit-staged-import.ts'
import { hashFile } from '../../api/transfer/import/hash-file.ts'
import { stageImport } from '../../api/transfer/import/stage-import.ts'
import { readStagedBatches } from '../../api/transfer/import/staging/staged-files.ts'
import { openCityTables } from '../../api/transfer/tables/open-city-tables.ts'
import { findCoordinateSystem } from '../../data/coordinates/find-coordinate-system.ts'
import { openFileSource } from '../../data/formats/io/file-source.ts'
import { WRITERS } from '../../data/formats/writers.ts'
import { printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { startPostgis } from './tools/start-postgis.ts'

/** The demo city's buildings taken out as a file, and brought into the same city without any: all are new, all lie in grids. */
const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-bench-'))
const CITY = '320900'
const DAY = '2020-01-01'

interface Imported {
  rows: number
  prepareMs: number
  commitMs: number
}

async function measure(settings: DatabaseSettings): Promise<Imported> {
  const database = await openDatabase(settings)
  try {
    await migrate(database)
    await ensureDemoCity(database, () => undefined)
    const file = await exportBuildings(database)
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
    return { rows: report.rows.added, prepareMs: prepared - start, commitMs }
  } finally {
    await database.close()
  }
}

async function exportBuildings(database: Awaited<ReturnType<typeof openDatabase>>): Promise<string> {
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
  const results: [string, Imported][] = [
    ['embedded', await measure({ dataDir: path.join(folder, 'embedded') })],
  ]
  const server = startPostgis()
  if (server) {
    results.push(['PostGIS', await measure({ url: server.url })])
    server.stop()
  }
  printTable(
    'buildings from GeoPackage into a city without any',
    ['', 'rows', 'prepare s', 'commit s', 'together s'],
    results.map(([name, { rows, prepareMs, commitMs }]) => [
      name,
      rows,
      prepareMs / 1000,
      commitMs / 1000,
      (prepareMs + commitMs) / 1000,
    ]),
  )
  const count = results[0]![1].rows.toLocaleString('en-US')
  reportFigures([
    {
      en: `${count} buildings from GeoPackage, embedded database / PostGIS server`,
      zh: `从 GeoPackage 导入 ${count} 栋楼：内置数据库 / PostGIS 服务器`,
      value: `${results
        .map(([, { prepareMs, commitMs }]) => formatFigure((prepareMs + commitMs) / 1000))
        .join(' / ')} s`,
    },
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}

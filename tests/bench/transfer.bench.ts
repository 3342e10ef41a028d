import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { randomUUID } from 'node:crypto'
import { ensureDemoCity } from '../../api/demo/ensure-demo-city.ts'
import { migrate } from '../../api/db/migrations/migrate.ts'
import type { Database } from '../../api/db/database.ts'
import { type DatabaseSettings, openDatabase } from '../../api/db/open-database.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { findCoordinateSystem } from '../../data/coordinates/find-coordinate-system.ts'
import { buildExportLayer } from '../../api/transfer/export/build-export-layer.ts'
import { openFileSource } from '../../data/formats/io/file-source.ts'
import { WRITERS } from '../../data/formats/writers.ts'
import { commitStagedImport } from '../../api/transfer/import/commit/commit-staged-import.ts'
import { openCityTables } from '../../api/transfer/tables/open-city-tables.ts'
import { createEmptyCity } from '../../api/transfer/import/city/create-empty-city.ts'
import { hashFile } from '../../api/transfer/import/hash-file.ts'
import { stageImport } from '../../api/transfer/import/stage-import.ts'
import { readStagedBatches } from '../../api/transfer/import/staging/staged-files.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { startPostgis } from './tools/start-postgis.ts'
import { startBenchServer } from './tools/start-bench-server.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/** Files out and in: the demo city's grids in each format, back from a shapefile into an empty city, a million points, a page of features. */
const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-bench-'))
const POINTS = Number(process.env['BENCH_POINTS'] ?? 1_000_000)
/** Of a province: codes of the demo city belong to it. */
const PROVINCE = '320000'

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

async function exports(database: Database): Promise<(string | number)[][]> {
  const { read } = await openCityTables(database, '320900')
  const rows: (string | number)[][] = []
  for (const writer of WRITERS) {
    const system = findCoordinateSystem(writer.systems?.[0] ?? 'EPSG:4549')!
    const file = path.join(folder, `grids${writer.extension}`)
    const [ms] = await timed(() =>
      writer.write({
        layers: [buildExportLayer({ target: 'grids', headings: 'keys' }, read, system)],
        system,
        metadata: {},
        encoding: 'utf-8',
        path: file,
      }),
    )
    rows.push([writer.label, ms / 1000, statSync(file).size / 1e6])
  }
  return rows
}

/** The last figure is what the process grew by meanwhile: an embedded database is in it from the start. */
async function bringIn(
  database: Database,
  file: string,
  target: 'grids' | 'candidates',
  code: string,
): Promise<(string | number)[]> {
  await createEmptyCity(database, {
    code,
    name: '空城',
    nameEn: 'Empty',
    dataDate: '2020-01-01',
    source: 'bench',
    actor: 'bench',
  })
  const source = await openFileSource(file)
  const staged = mkdtempSync(path.join(folder, 'staged-'))
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 100)
  const { city, read } = await openCityTables(database, code)
  const [prepareMs, report] = await timed(() =>
    stageImport({
      file: source,
      folder: staged,
      request: { target, missing: 'keep', toleranceM: 0.5, day: '2020-01-01' },
      city,
      read,
    }),
  )
  const [commitMs] = await timed(async () =>
    commitStagedImport(database, {
      city: code,
      importId: randomUUID(),
      actor: 'bench',
      note: 'bench',
      day: '2020-01-01',
      report,
      fileSha256: await hashFile(source),
      steps: () => readStagedBatches(staged),
    }),
  )
  clearInterval(watch)
  await source.close()
  rmSync(staged, { recursive: true })
  return [
    report.rows.added,
    prepareMs / 1000,
    commitMs / 1000,
    (prepareMs + commitMs) / 1000,
    peak / 1e6,
    (peak - before) / 1e6,
  ]
}

async function points(): Promise<string> {
  const file = path.join(folder, 'points.csv')
  const random = createSeededRandom(1)
  await pipeline(
    Readable.from(
      (function* () {
        yield '编号,名称,经度,纬度\n'
        for (let i = 0; i < POINTS; i += 1000) {
          let text = ''
          for (let k = i; k < Math.min(POINTS, i + 1000); k++)
            text += `P-${k},第${k}站,${(119.5 + random() * 1.4).toFixed(6)},${(32.7 + random() * 1.6).toFixed(6)}\n`
          yield text
        }
      })(),
    ),
    createWriteStream(file),
  )
  return file
}

async function measure(
  name: string,
  settings: DatabaseSettings,
  pointsFile: string,
): Promise<(string | number)[][]> {
  const database = await openDatabase(settings)
  try {
    await migrate(database)
    const rows = [
      [
        `${name}: grids from SHP zip`,
        ...(await bringIn(database, path.join(folder, 'grids.shp.zip'), 'grids', PROVINCE)),
      ],
    ]
    rows.push([`${name}: points from CSV`, ...(await bringIn(database, pointsFile, 'candidates', '310000'))])
    return rows
  } finally {
    await database.close()
  }
}

try {
  const demo = await openDatabase({ dataDir: path.join(packageRoot, '.cache/bench') })
  await migrate(demo)
  await ensureDemoCity(demo, () => undefined)
  printTable('11,000 grids taken out (embedded)', ['format', 's', 'MB'], await exports(demo))
  await demo.close()

  const pointsFile = await points()
  const rows = await measure('embedded', { dataDir: path.join(folder, 'embedded') }, pointsFile)
  const server = startPostgis()
  if (server) {
    rows.push(...(await measure('PostGIS', { url: server.url }, pointsFile)))
    server.stop()
  }
  printTable(
    'files brought into an empty city',
    ['', 'rows', 'prepare s', 'commit s', 'together s', 'peak RSS MB', 'grew by MB'],
    rows,
  )
  const secondsOf = (kind: string) =>
    rows
      .filter(([name]) => String(name).includes(kind))
      .map((row) => formatFigure(Number(row[4])))
      .join(' / ')
  reportFigures([
    {
      en: '11,000 grids from the program’s own zipped shapefile into an empty city, embedded database / PostGIS server',
      zh: '从本程序导出的压缩 Shapefile 导入 11,000 个网格到空城市：内置数据库 / PostGIS 服务器',
      value: `${secondsOf('SHP')} s`,
      compared: {
        en: `${POINTS.toLocaleString('en-US')} points from CSV: ${secondsOf('CSV')} s`,
        zh: `从 CSV 导入 ${POINTS.toLocaleString('en-US')} 个点：${secondsOf('CSV')} s`,
      },
    },
  ])

  const site = await startBenchServer()
  const address = `${site.url}/api/cities/320900/ogc/collections/grids/items?limit=10000`
  const times: number[] = []
  let bytes = 0
  for (let round = 0; round < 7; round++) {
    const [ms, size] = await timed(
      async () =>
        (await (await fetch(address, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer())
          .byteLength,
    )
    times.push(ms)
    bytes = size
  }
  printTable(
    'a page of 10,000 features',
    ['first ms', 'median ms', 'MB'],
    [[times[0] ?? NaN, computeMedian(times.slice(1)), bytes / 1e6]],
  )
  reportFigures([
    {
      en: 'a page of 10,000 features of OGC API – Features',
      zh: 'OGC API – Features 的一页 10,000 个要素',
      value: `${formatFigure(computeMedian(times.slice(1)) / 1000)} s, ${formatFigure(bytes / 1e6)} MB`,
    },
  ])
  await site.stop()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

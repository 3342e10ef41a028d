import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import path from 'node:path'
import { ensureDemoCity } from '../../api/demo/ensure-demo-city.ts'
import { migrate } from '../../api/db/migrations/migrate.ts'
import { type DatabaseSettings, openDatabase } from '../../api/db/open-database.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { loadCity } from '../../api/snapshot/load-city.ts'
import type { LoadedCity } from '../../api/snapshot/loaded-city.ts'
import { startPostgis } from './tools/start-postgis.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/** From the database to the whole demo city in memory: time and memory, on both databases. */
const ROUNDS = 9

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

async function measure(name: string, settings: DatabaseSettings): Promise<(string | number)[]> {
  const database = await openDatabase(settings)
  try {
    await migrate(database)
    await ensureDemoCity(database, () => undefined)
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now()
      await loadCity(database, '320900')
      times.push(performance.now() - start)
    }
    const before = held()
    const kept: LoadedCity[] = []
    for (let copy = 0; copy < 3; copy++) kept.push(await loadCity(database, '320900'))
    const megabytes = (held() - before) / kept.length / 1e6
    return [name, times[0] ?? NaN, computeMedian(times.slice(1)), Math.max(...times.slice(1)), megabytes]
  } finally {
    await database.close()
  }
}

/** Bytes in use after everything that can go has gone. */
function held(): number {
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const rows = [await measure('embedded', { dataDir: path.join(packageRoot, '.cache/bench') })]
const server = startPostgis()
if (server) {
  try {
    rows.push(await measure('PostGIS server', { url: server.url }))
  } finally {
    server.stop()
  }
}
printTable(
  'Snapshot: 11,000 grids with everything around them, from the database into memory',
  ['database', 'first ms', 'median ms', 'longest ms', 'MB kept'],
  rows,
)
const NAMES = [
  { en: 'embedded database', zh: '内置数据库' },
  { en: 'PostGIS server', zh: 'PostGIS 服务器' },
]
reportFigures(
  rows.map(([, first, median, , megabytes], row) => ({
    en: `whole city into memory, ${NAMES[row]?.en}, later loads`,
    zh: `全市载入内存（${NAMES[row]?.zh}），再次载入`,
    value: `${formatFigure(Number(median) / 1000)} s, ${formatFigure(Number(megabytes))} MB`,
    compared: {
      en: `first load of the process: ${formatFigure(Number(first) / 1000)} s`,
      zh: `进程的首次载入：${formatFigure(Number(first) / 1000)} s`,
    },
  })),
)

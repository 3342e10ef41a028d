import { parseTilePath } from '../../api/features/tiles/parse-tile-path.ts'
import { createTileService } from '../../api/features/tiles/tile-service.ts'
import type { Database } from '../../api/db/database.ts'
import { createSnapshotCache } from '../../api/snapshot/snapshot-cache.ts'
import { toDegreeBox } from '../../api/snapshot/degree-box.ts'
import { createCity } from '../../api/transfer/import/city/create-city.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openTestDatabase } from '../helpers/database/open-test-database.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { sampleTiles } from './tools/sample-tiles.ts'

/**
 * Tiles of more cities and days than CITIES_IN_MEMORY has room for, read in turn, one tile after the other, without a
 * tile cache. A city that has to be loaded again for each tile would show as hundreds of milliseconds.
 */
const CAPACITY = 2
const TILES = 60
const codes = ['321000', '321100', '321200', '321300', '321400', '321500'] as const

/** Returns the milliseconds of each tile when the addresses are read in turn. */
async function measure(database: Database, addresses: readonly string[]): Promise<number[]> {
  const cities = createSnapshotCache(database, CAPACITY)
  const { snapshot } = await cities.get(codes[0])
  const tiles = createTileService(cities, 0)
  const box = toDegreeBox(snapshot.box)
  if (box === null) throw new Error('the city has no box')
  for (const address of addresses) await cities.get(address)
  const times: number[] = []
  for (const [i, { z, x, y }] of sampleTiles(box).slice(0, TILES).entries()) {
    const request = parseTilePath(
      `/api/cities/${addresses[i % addresses.length]}/tiles/current/grids/${z}/${x}/${y}`,
    )
    if (request === null) throw new Error('the sample holds a tile that does not exist')
    const from = performance.now()
    await tiles.make(request)
    times.push(performance.now() - from)
  }
  return times
}

const { database, drop } = await openTestDatabase({ own: true })
try {
  for (const code of codes)
    await createCity(database, aCity({ code, columns: 100, rows: 100 }), { actor: 'bench', note: 'bench' })
  const mean = (times: readonly number[]) => times.reduce((sum, ms) => sum + ms, 0) / times.length
  const cases = [
    ['one city', [codes[0]]],
    ['three cities, room for two', codes.slice(0, 3)],
    ['six cities, room for two', codes],
    ['three cities and four past days of each', codes.slice(0, 3).flatMap(withDays)],
  ] as const
  await measure(database, [codes[0]])
  const rows: [string, number, number, number][] = []
  for (const [name, addresses] of cases) {
    const times = await measure(database, addresses)
    rows.push([name, mean(times), computeMedian(times), Math.max(...times)])
  }
  printTable(
    `Tiles of many cities of 10,000 grids, CITIES_IN_MEMORY=${CAPACITY}, no tile cache`,
    ['read in turn', 'mean ms', 'median ms', 'longest ms'],
    rows,
  )
  const [one, three] = rows
  reportFigures([
    {
      en: 'a tile while three cities are read in turn and `CITIES_IN_MEMORY` is 2',
      zh: '轮流读取三座城市而 `CITIES_IN_MEMORY` 为 2 时，每张瓦片',
      value: `${formatFigure(three?.[1] ?? NaN)} ms`,
      compared: {
        en: `one city: ${formatFigure(one?.[1] ?? NaN)} ms`,
        zh: `仅一座城市：${formatFigure(one?.[1] ?? NaN)} ms`,
      },
    },
  ])
} finally {
  await drop()
}

function withDays(code: string): string[] {
  return [code, ...['2018', '2019', '2020', '2021'].map((year) => `${code}@${year}-06-30`)]
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { type BenchServer, startBenchServer } from './tools/start-bench-server.ts'

/**
 * Starts of the built server: with an empty data folder (new database, demo city) until it prints its address, and after
 * `kill -9` until the first tile of the whole city. Without the build.
 */
const STARTS = 3
const TILE = '/api/cities/320900/tiles/current/grids/7/106/51'

const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-start-'))
let server: BenchServer | undefined
try {
  const from = performance.now()
  server = await startBenchServer({ DATA_DIR: folder })
  const firstSeconds = (performance.now() - from) / 1000
  const laterSeconds: number[] = []
  for (let start = 0; start < STARTS; start++) {
    process.kill(server.pid, 'SIGKILL')
    await server.stop()
    const killed = performance.now()
    server = await startBenchServer({ DATA_DIR: folder })
    const tile = await fetch(server.url + TILE)
    if (tile.status !== 200) throw new Error(`the tile was answered with ${tile.status}`)
    await tile.arrayBuffer()
    laterSeconds.push((performance.now() - killed) / 1000)
  }
  const later = computeMedian(laterSeconds)
  printTable(
    `Starts, embedded database, then ${STARTS} times after kill -9`,
    ['start', 's', 'longest s'],
    [
      ['empty folder, until the address is printed', firstSeconds, firstSeconds],
      ['after kill -9, until the first tile', later, Math.max(...laterSeconds)],
    ],
  )
  reportFigures([
    {
      en: 'start with an empty folder: new database, demo city, until the address is printed',
      zh: '从空文件夹启动：建库、载入演示城市，到打印出地址',
      value: `${formatFigure(firstSeconds)} s`,
      compared: { en: 'without the build of the pages', zh: '不含网页构建' },
    },
    {
      en: 'later start to the first tile, after `kill -9`',
      zh: '以后启动到第一张瓦片（`kill -9` 之后）',
      value: `${formatFigure(later)} s`,
      compared: {
        en: `memory then: ${formatFigure(server.rss())} MB`,
        zh: `此时内存：${formatFigure(server.rss())} MB`,
      },
    },
  ])
} finally {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}

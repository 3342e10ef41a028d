import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { getCity } from '#shared/contract/city/city.ts'
import { UNITS_PER_DEGREE } from '#shared/geometry/lattice.ts'
import { ImportJob } from '#shared/contract/transfer/imports.ts'
import { generateYancheng } from '../../data/demo/yancheng.ts'
import { buildLoopDelayEnvironment, readLoopDelay } from './tools/loop-delay.ts'
import { startBenchServer } from './tools/start-bench-server.ts'
import { printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { sampleTiles } from './tools/sample-tiles.ts'

/**
 * How long the server's event loop keeps others waiting while twelve readers move about and read lists, and a planner
 * imports all 11,000 grids with new figures: reading the file, the dry run, the commit, the city taken into memory again.
 */
const READERS = 12
const city = '320900'

const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-loop-'))
const file = path.join(folder, 'loop.json')
const server = await startBenchServer({ ...buildLoopDelayEnvironment(file), REQUESTS_PER_MINUTE: '0' })
let stopped = false
try {
  const api = `${server.url}/api/cities/${city}`
  const { box } = getCity.answer.parse(await (await fetch(api)).json())
  if (box === null) throw new Error('the demo city is empty')
  const tiles = sampleTiles(box)
  const signedIn = await fetch(`${server.url}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'planner' }),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const rounds: (string | number)[][] = []
  const answers = { count: 0, failed: 0 }

  const read = async (reader: number) => {
    for (let at = reader * 50; !stopped; at++) {
      const { z, x, y } = tiles[at % tiles.length]!
      const urls = [`${api}/tiles/current/grids/${z}/${x}/${y}`]
      if (at % 5 === 0) urls.push(`${api}/units?level=community&limit=100&offset=${(at * 20) % 2000}`)
      for (const url of urls) {
        const answer = await fetch(url, { headers: { cookie } })
        await answer.arrayBuffer()
        answers.count++
        if (answer.status >= 400) answers.failed++
      }
      await wait(10)
    }
  }
  const phase = async (name: string, work: () => Promise<void>) => {
    await readLoopDelay(server.pid, file)
    const [start, before] = [performance.now(), answers.count]
    await work()
    const seconds = (performance.now() - start) / 1000
    const { p50, p99, max } = await readLoopDelay(server.pid, file)
    rounds.push([name, seconds, (answers.count - before) / seconds, p50, p99, max])
  }

  const readers = Array.from({ length: READERS }, (_, reader) => read(reader))
  const body = gridsWithNewFigures()
  await phase('tiles and lists', () => wait(6000))
  await phase('the same, and an import', async () => {
    const job = await answer(
      await fetch(`${api}/imports?name=grids.geojson`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/octet-stream' },
        body,
      }),
    )
    const one = `${api}/imports/${job.id}`
    await reach(one, 'ready')
    await answer(await post(`${one}/prepare`, { target: 'grids' }))
    await reach(one, 'prepared')
    await answer(await post(`${one}/commit`, { note: 'bench' }))
    await reach(one, 'committed')
    await wait(1000)
  })
  stopped = true
  await Promise.all(readers)
  printTable(
    `Event loop of the server, ${READERS} readers, ${answers.count} answers, ${answers.failed} failed`,
    ['phase', 'seconds', 'answers/s', 'delay p50 ms', 'p99 ms', 'longest ms'],
    rounds,
  )
  const delaysOf = (round: number) =>
    (rounds[round] ?? [])
      .slice(4)
      .map((ms) => formatFigure(Number(ms)))
      .join(' / ')
  reportFigures([
    {
      en: 'event loop delay during an import of 11,000 grids, twelve readers, p99 / longest',
      zh: '导入 11,000 个网格时的事件循环延迟（十二位读者），p99 / 最长',
      value: `${delaysOf(1)} ms`,
      compared: { en: `without the import: ${delaysOf(0)} ms`, zh: `不导入时：${delaysOf(0)} ms` },
    },
  ])

  async function post(url: string, value: object): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(value),
    })
  }
  async function answer(response: Response): Promise<ImportJob> {
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return ImportJob.parse(await response.json())
  }
  async function reach(url: string, state: ImportJob['state']): Promise<void> {
    for (;;) {
      const job = await answer(await fetch(url, { headers: { cookie } }))
      if (job.state === state) return
      if (job.state === 'failed' || job.problem) throw new Error(JSON.stringify(job.problem))
      await wait(50)
    }
  }
} finally {
  stopped = true
  await server.stop()
  rmSync(folder, { recursive: true })
}

/** All grids of the demo city as GeoJSON, each with some households more. */
function gridsWithNewFigures(): string {
  const degrees = (value: number) => value / UNITS_PER_DEGREE
  const { grids } = generateYancheng()
  const more = 1 + (Date.now() % 9)
  return JSON.stringify({
    type: 'FeatureCollection',
    features: grids.map((grid) => ({
      type: 'Feature',
      properties: { code: grid.code, name: grid.name, households: grid.households + more },
      geometry: {
        type: 'MultiPolygon',
        coordinates: grid.geometry.map((polygon) =>
          polygon.map((ring) => [...ring, ring[0]!].map(([x, y]) => [degrees(x), degrees(y)])),
        ),
      },
    })),
  })
}

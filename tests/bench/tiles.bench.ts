import { getCity } from '#shared/contract/city.ts'
import { layerIds } from '#shared/layers/layer.ts'
import { load } from './tools/load.ts'
import { startNginx } from './tools/nginx.ts'
import { startServer } from './tools/start-server.ts'
import { median, printTable, quantile } from './tools/table.ts'
import { tileList, worstTile } from './tools/tile-list.ts'

/**
 * Tiles hot and cold over one realistic list, 16 connections, beside nginx with the same bytes as files in the same
 * rounds; and the tile with the whole city in it. Rounds alternate; medians are shown.
 */
const ROUNDS = 3
const SECONDS = 6
const city = '320900'

const hot = await startServer()
const cold = await startServer({ TILE_CACHE_MB: '0', DATA_DIR: '.cache/bench-cold' })
try {
  const { box } = getCity.answer.parse(await (await fetch(`${hot.url}/api/cities/${city}`)).json())
  if (box === null) throw new Error('the demo city is empty')
  const places = tileList(box)
  const paths = places.map(({ z, x, y }) => `/api/cities/${city}/tiles/current/grids/${z}/${x}/${y}`)
  const files = new Map<string, Uint8Array>()
  const full: string[] = []
  for (const path of paths) {
    const bytes = new Uint8Array(await (await fetch(hot.url + path)).arrayBuffer())
    if (bytes.length > 0) full.push(path)
    // fetch has unzipped it: take the bytes as they travelled
    if (bytes.length > 0) files.set(path, await raw(hot.url + path))
  }
  const sizes = [...files.values()].map((bytes) => bytes.length)
  const nginx = await startNginx(files)

  const results = new Map<string, { rate: number[]; p50: number[]; p99: number[] }>()
  const measure = (name: string, url: string, list: string[]) => {
    const { requestsPerSecond, p50Ms, p99Ms, failed } = load(url, list, SECONDS)
    if (failed > 0) throw new Error(`${name}: ${failed} requests failed`)
    const entry = results.get(name) ?? { rate: [], p50: [], p99: [] }
    entry.rate.push(requestsPerSecond)
    entry.p50.push(p50Ms)
    entry.p99.push(p99Ms)
    results.set(name, entry)
  }
  for (let round = 0; round < ROUNDS; round++) {
    if (nginx) measure('nginx, the same bytes as files', nginx.url, full)
    measure('hot: ready tiles', hot.url, full)
    measure('cold: encoded and gzipped for every request', cold.url, full)
  }
  await nginx?.stop()
  const still = median(results.get('nginx, the same bytes as files')?.rate ?? [NaN])
  printTable(`Tiles: ${full.length} addresses (z8–z15), median ${Math.round(median(sizes))} bytes, mean ${Math.round(sizes.reduce((a, b) => a + b, 0) / sizes.length)}`,
    ['server', 'requests/s', 'p50 ms', 'p99 ms', '× nginx'],
    [...results].map(([name, { rate, p50, p99 }]) => [name, median(rate), median(p50), median(p99), median(rate) / still]))

  const worst = worstTile(box)
  const rows: (string | number)[][] = []
  for (const layers of ['grids', layerIds.join()]) {
    const path = `/api/cities/${city}/tiles/current/${layers}/${worst.z}/${worst.x}/${worst.y}`
    const times: number[] = []
    for (let i = 0; i < 60; i++) {
      const start = performance.now()
      await raw(cold.url + path)
      if (i >= 10) times.push(performance.now() - start)
    }
    const bytes = await raw(cold.url + path)
    rows.push([layers === 'grids' ? 'grids' : 'all layers in one', median(times), quantile(times, 0.95), bytes.length / 1000])
  }
  printTable(`Worst tile, z${worst.z}, the whole city, cold, request to last byte`, ['layers', 'median ms', 'p95 ms', 'kB gzipped'], rows)
  printTable('Memory after the load, MB', ['server', 'RSS'], [['hot', hot.rss()], ['cold', cold.rss()]])
} finally {
  await hot.stop()
  await cold.stop()
}

/** The body as it travelled, still gzipped. */
async function raw(url: string): Promise<Uint8Array> {
  const { get } = await import('node:http')
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(Buffer.concat(chunks)))
    }).on('error', reject)
  })
}

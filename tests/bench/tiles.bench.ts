import { getCity } from '#shared/contract/city/city.ts'
import { layerIds } from '#shared/contract/enums.ts'
import { measureLoad } from './tools/measure-load.ts'
import { startNginx } from './tools/start-nginx.ts'
import { startBenchServer } from './tools/start-bench-server.ts'
import { computeMedian, printTable, computeQuantile } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { sampleTiles, type TileCoordinates, findWorstTile } from './tools/sample-tiles.ts'
import { startTileserver } from './tools/tileserver-gl.ts'

/**
 * Tiles hot and cold over one realistic list, 16 connections, beside nginx with the same bytes as files and
 * tileserver-gl with the same bytes in an archive, in the same rounds; and the tile with the whole city in it. Rounds
 * alternate; medians are shown.
 */
const ROUNDS = 5
const SECONDS = 4
const city = '320900'

const hot = await startBenchServer()
const cold = await startBenchServer({ TILE_CACHE_MB: '0', DATA_DIR: '.cache/bench-cold' })
try {
  const { box } = getCity.answer.parse(await (await fetch(`${hot.url}/api/cities/${city}`)).json())
  if (box === null) throw new Error('the demo city is empty')
  const places = sampleTiles(box)
  const pathOf = ({ z, x, y }: TileCoordinates) => `/api/cities/${city}/tiles/current/grids/${z}/${x}/${y}`
  const tiles: { place: TileCoordinates; gzipped: Uint8Array }[] = []
  for (const place of places) {
    const gzipped = await raw(hot.url + pathOf(place))
    if (gzipped.length > 0) tiles.push({ place, gzipped })
  }
  const full = tiles.map(({ place }) => pathOf(place))
  const sizes = tiles.map(({ gzipped }) => gzipped.length)
  const nginx = await startNginx(new Map(tiles.map(({ place, gzipped }) => [pathOf(place), gzipped])))
  const tileserver = await startTileserver(tiles, box)

  const results = new Map<string, { rate: number[]; p50: number[]; p99: number[] }>()
  const measure = (name: string, url: string, list: string[]) => {
    const { requestsPerSecond, p50Ms, p99Ms, failed } = measureLoad(url, list, SECONDS)
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
    if (tileserver)
      measure(
        'tileserver-gl, the same bytes in an archive',
        tileserver.url,
        tiles.map(({ place }) => tileserver.urlOf(place)),
      )
  }
  await nginx?.stop()
  await tileserver?.stop()
  const rateOf = (name: string) => computeMedian(results.get(name)?.rate ?? [NaN])
  const still = rateOf('nginx, the same bytes as files')
  const archive = rateOf('tileserver-gl, the same bytes in an archive')
  const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length
  printTable(
    `Tiles: ${full.length} addresses (z8–z15), median ${Math.round(computeMedian(sizes))} bytes, mean ${Math.round(mean)}`,
    ['server', 'requests/s', 'p50 ms', 'p99 ms', '× nginx', '× tileserver-gl'],
    [...results].map(([name, { rate, p50, p99 }]) => [
      name,
      computeMedian(rate),
      computeMedian(p50),
      computeMedian(p99),
      computeMedian(rate) / still,
      computeMedian(rate) / archive,
    ]),
  )

  const worst = findWorstTile(box)
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
    rows.push([
      layers === 'grids' ? 'grids' : 'all layers in one',
      computeMedian(times),
      computeQuantile(times, 0.95),
      bytes.length / 1000,
    ])
  }
  printTable(
    `Worst tile, z${worst.z}, the whole city, cold, request to last byte`,
    ['layers', 'median ms', 'p95 ms', 'kB gzipped'],
    rows,
  )
  printTable(
    'Memory after the load, MB',
    ['server', 'RSS'],
    [
      ['hot', hot.rss()],
      ['cold', cold.rss()],
    ],
  )
  const tileOf = (row: number) =>
    `${formatFigure(Number(rows[row]?.[1]))} ms, ${formatFigure(Number(rows[row]?.[3]))} kB`
  const comparedWith = (name: string) => {
    const nginxRatio = formatFigure(rateOf(name) / still)
    const archiveRatio = formatFigure(rateOf(name) / archive)
    return {
      en: `${nginxRatio} × nginx with the same bytes as files; ${archiveRatio} × tileserver-gl, which reads an archive`,
      zh: `nginx 以文件提供同样字节的 ${nginxRatio} 倍；从归档读取的 tileserver-gl 的 ${archiveRatio} 倍`,
    }
  }
  reportFigures([
    {
      en: 'ready tiles from memory, layer grids, 16 connections',
      zh: '内存中的现成瓦片（网格图层），16 个连接',
      value: `${formatFigure(rateOf('hot: ready tiles'))} /s`,
      compared: comparedWith('hot: ready tiles'),
    },
    {
      en: 'cold tiles, encoded and gzipped for each request',
      zh: '冷瓦片，每次请求都编码并压缩',
      value: `${formatFigure(rateOf('cold: encoded and gzipped for every request'))} /s`,
      compared: comparedWith('cold: encoded and gzipped for every request'),
    },
    {
      en: 'heaviest tile, all 11,000 grids, cold',
      zh: '最重的瓦片（全部 11,000 个网格，冷）',
      value: tileOf(0),
      compared: { en: `all layers in one tile: ${tileOf(1)}`, zh: `所有图层合为一张：${tileOf(1)}` },
    },
    {
      en: 'memory of the server after this load',
      zh: '上述负载之后服务器的内存',
      value: `${formatFigure(hot.rss())} MB`,
      compared: {
        en: `without a tile cache: ${formatFigure(cold.rss())} MB`,
        zh: `不设瓦片缓存：${formatFigure(cold.rss())} MB`,
      },
    },
  ])
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

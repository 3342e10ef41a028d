import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { getCity } from '#shared/contract/city/city.ts'
import { buildCityStyle } from '#shared/layers/city-style.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { findChromium } from '../helpers/browser/find-chromium.ts'
import { launchChromium } from '../helpers/browser/launch-chromium.ts'
import { type MinimalMapPage, serveMinimalMapPage } from './tools/minimal-map-page.ts'
import { startBenchServer } from './tools/start-bench-server.ts'
import { computeMedian, printTable, computeQuantile } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/**
 * The page in a real browser at 1280 × 720, drawn by the processor: navigation until all 11,000 grids are drawn and
 * coloured, beside a bare MapLibre page that draws the same tiles with the same style from static files, in turns;
 * then recolouring, and frames while panning. Every navigation begins with an empty cache; the server is warm.
 */
const ROUNDS = 7
const city = '320900'
const view = { zoom: 7.5, lat: 33.55, lon: 120.2 }
const size = { width: 1280, height: 720 }

const server = await startBenchServer()
const browser = await launchChromium(await findChromium())
const bare = await bareLikeTheProduct(browser)
try {
  const address = `${server.url}/${city}?map=${view.zoom.toFixed(2)}/${view.lat.toFixed(5)}/${view.lon.toFixed(5)}&detail=grid&theme=day`
  const times = { product: [] as number[], bare: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    const product = await timeOf(address, 'map:all-drawn')
    const plain = await timeOf(bare.url, 'bare:drawn')
    // the first of each warms the server and the disk
    if (round > 0) {
      times.product.push(product)
      times.bare.push(plain)
    }
  }
  printTable(
    `Navigation until all grids are drawn, ${ROUNDS} rounds in turns, ms`,
    ['page', 'median', 'least', 'most', '× bare'],
    [
      [
        'this page: figures, panels, legend, live line',
        computeMedian(times.product),
        Math.min(...times.product),
        Math.max(...times.product),
        computeMedian(times.product) / computeMedian(times.bare),
      ],
      [
        'bare MapLibre, same tiles and style, static files',
        computeMedian(times.bare),
        Math.min(...times.bare),
        Math.max(...times.bare),
        1,
      ],
    ],
  )

  reportFigures([
    {
      en: 'until all 11,000 grids are drawn, software rendering',
      zh: '画出全部 11,000 个网格（软件渲染）',
      value: `${formatFigure(computeMedian(times.product) / computeMedian(times.bare))} ×`,
      compared: {
        en: 'a minimal MapLibre page with the same tiles',
        zh: '使用同样瓦片的空白 MapLibre 页面',
      },
    },
  ])

  const scripts = await measureScripts(address)
  reportFigures([
    {
      en: 'script of the first load, gzip',
      zh: '首次载入的脚本（gzip）',
      value: `${formatFigure(scripts.kilobytes)} kB`,
      compared: {
        en: `the largest file alone: ${formatFigure(scripts.largest)} kB`,
        zh: `其中最大的文件：${formatFigure(scripts.largest)} kB`,
      },
    },
  ])

  const { page, close } = await openAt(address)
  await page.waitForFunction(() => performance.getEntriesByName('map:all-drawn').length > 0)
  const scriptSeconds = await scriptClock(page)
  const script: number[] = []
  const states: number[] = []
  for (let turn = 0; turn < 10; turn++) {
    const before = await scriptSeconds()
    const known = await page.evaluate(() => performance.getEntriesByName('map:values-set').length)
    await page.locator('.legend [aria-haspopup]').first().click()
    await page
      .getByRole('menuitemradio')
      .nth(turn % 2 === 0 ? 2 : 1)
      .click()
    await page.waitForFunction(
      (count) => performance.getEntriesByName('map:values-set').length > count,
      known,
    )
    await page.locator('[data-map-state=idle]').waitFor()
    script.push(((await scriptSeconds()) - before) * 1000)
    // the level in view is the largest; the others follow when the map is idle
    states.push(
      await page.evaluate(
        (count) =>
          Math.max(
            ...performance
              .getEntriesByName('map:values-set')
              .slice(count)
              .map((entry) => entry.duration),
          ),
        known,
      ),
    )
  }
  printTable(
    'Recolouring 11,000 grids by another figure, 10 times, ms',
    ['part', 'median', 'most'],
    [
      ['giving 11,000 features their value', computeMedian(states), Math.max(...states)],
      [
        'all script of the main thread, from the click in the menu on',
        computeMedian(script),
        Math.max(...script),
      ],
    ],
  )
  const own = await framesWhilePanning(page)
  await close()
  const plain = await openAt(bare.url)
  await plain.page.waitForFunction(() => performance.getEntriesByName('bare:drawn').length > 0)
  const others = await framesWhilePanning(plain.page)
  await plain.close()
  printTable(
    'Time between frames while panning over the whole city, ms',
    ['page', 'p50', 'p95', 'frames'],
    [
      ['this page', computeMedian(own), computeQuantile(own, 0.95), own.length],
      ['bare MapLibre', computeMedian(others), computeQuantile(others, 0.95), others.length],
    ],
  )
  reportFigures([
    {
      en: 'setting other values for 11,000 grids, script',
      zh: '给 11,000 个网格重新赋值（脚本）',
      value: `${formatFigure(computeMedian(states))} ms`,
      compared: {
        en: `all script from the click on: ${formatFigure(computeMedian(script))} ms`,
        zh: `从点击起的全部脚本：${formatFigure(computeMedian(script))} ms`,
      },
    },
    {
      en: 'frame while panning over the whole city, software rendering, p50 / p95',
      zh: '拖动全市地图时的帧间隔（软件渲染），p50 / p95',
      value: `${formatFigure(computeMedian(own))} / ${formatFigure(computeQuantile(own, 0.95))} ms`,
      compared: {
        en: `minimal MapLibre page: ${formatFigure(computeMedian(others))} / ${formatFigure(computeQuantile(others, 0.95))} ms`,
        zh: `空白 MapLibre 页面：${formatFigure(computeMedian(others))} / ${formatFigure(computeQuantile(others, 0.95))} ms`,
      },
    },
  ])
} finally {
  await browser.close()
  await bare.stop()
  await server.stop()
}

/** A page of static files with the tiles that the product page asks for and the style that it draws them with. */
async function bareLikeTheProduct(from: Browser): Promise<MinimalMapPage> {
  const summary = getCity.answer.parse(await (await fetch(`${server.url}/api/cities/${city}`)).json())
  if (summary.box === null) throw new Error('the demo city is empty')
  const style = buildCityStyle({
    theme: THEMES.day,
    detail: 'grid',
    language: 'zh',
    ramp: null,
    hidden: new Set(),
    bounds: summary.box,
    attribution: '',
    tiles: (layers) => `/tiles/${layers.join()}/{z}/{x}/{y}`,
  })
  return serveMinimalMapPage({
    style,
    view,
    tiles: (path) => `${server.url}/api/cities/${city}/tiles/current${path}`,
    warm: async (url) => {
      const page = await from.newPage({ viewport: size })
      await page.goto(url)
      await page.waitForFunction(() => performance.getEntriesByName('bare:drawn').length > 0)
      await page.close()
    },
  })
}

async function openAt(address: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(address, { waitUntil: 'commit' })
  return { page, close: () => context.close() }
}

/** Sizes in kB of the gzipped scripts that a first load requests, MapLibre's worker included. */
async function measureScripts(address: string): Promise<{ kilobytes: number; largest: number }> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
  const urls = new Set<string>()
  context.on('request', (request) => {
    if (/\.m?js$/.test(new URL(request.url()).pathname)) urls.add(request.url())
  })
  const page = await context.newPage()
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForFunction(() => performance.getEntriesByName('map:all-drawn').length > 0)
  await context.close()
  const sizes = await Promise.all(
    [...urls].map(
      async (url) => gzipSync(await (await fetch(url)).arrayBuffer(), { level: 9 }).length / 1000,
    ),
  )
  return { kilobytes: sizes.reduce((sum, each) => sum + each, 0), largest: Math.max(...sizes) }
}

/** Milliseconds from the start of the navigation to a mark of the page. */
async function timeOf(address: string, mark: string): Promise<number> {
  const { page, close } = await openAt(address)
  const handle = await page.waitForFunction((name) => performance.getEntriesByName(name)[0]?.startTime, mark)
  const at = await handle.jsonValue()
  await close()
  return at ?? NaN
}

/** Seconds of script that the page's main thread has spent since this was called. */
async function scriptClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN
  }
}

async function framesWhilePanning(page: Page): Promise<number[]> {
  // as text: what tsx makes of a function with another in it needs a name that the page does not have
  await page.evaluate(`{
    const frames = (window.frameTimes = [])
    let last = performance.now()
    const next = (now) => { frames.push(now - last); last = now; requestAnimationFrame(next) }
    requestAnimationFrame(next)
  }`)
  await page.mouse.move(900, 400)
  await page.mouse.down()
  for (let step = 1; step <= 60; step++) await page.mouse.move(900 - 4 * step, 400 + 2 * step)
  await page.mouse.up()
  return z.array(z.number()).parse(await page.evaluate('window.frameTimes.slice(1)'))
}

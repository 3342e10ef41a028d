import type { Browser, Page } from 'playwright-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createDisplay } from '#shared/contract/access/credentials.ts'
import { getCity } from '#shared/contract/city/city.ts'
import { buildCityStyle } from '#shared/layers/city-style.ts'
import { enlargeStyle } from '#shared/layers/enlarge-style.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { findChromium } from '../helpers/browser/find-chromium.ts'
import { launchChromium } from '../helpers/browser/launch-chromium.ts'
import { computeWallLayout, computeMapInsets } from '../../web/features/screen/wall-state/wall-layout.ts'
import { type MinimalMapPage, serveMinimalMapPage } from './tools/minimal-map-page.ts'
import { measureCpuSeconds } from './tools/measure-cpu-seconds.ts'
import { type PublishTiming, signInWithDemoRole, startPublisher } from './tools/publisher.ts'
import { startBenchServer } from './tools/start-bench-server.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { measureManyWalls } from './tools/measure-many-walls.ts'

/**
 * Command screens on the demo city of 11,000 grids: the first picture beside a bare MapLibre page, what an idle wall
 * costs, how long a change takes to the wall, and five hundred walls on one server. `BENCH_PARTS` picks some of them.
 */
const parts = new Set((process.env['BENCH_PARTS'] ?? 'scene,idle,change,walls').split(','))
const city = '320900'
const screen = 'bench'
const CHANGES = 7
const IDLE_SECONDS = 20

// a folder of its own: the city is changed here
const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-screen-'))
const server = await startBenchServer({ DATA_DIR: folder, REQUESTS_PER_MINUTE: '0' })
const browser = await launchChromium(await findChromium())
try {
  const admin = await signInWithDemoRole(server.url, 'admin')
  if (parts.has('scene')) await firstPicture(browser)
  if (parts.has('idle')) await idleWall(browser)
  const publisher = await startPublisher(server.url, city)
  if (parts.has('change')) await changeToWall(browser, publisher)
  await browser.close()
  if (parts.has('walls')) await measureManyWalls({ server, admin, publisher, city, screen })

  async function firstPicture(from: Browser): Promise<void> {
    const rows: (string | number)[][] = []
    for (const [rounds, size] of [
      [5, { width: 1920, height: 1080 }],
      [3, { width: 3840, height: 2160 }],
    ] as const) {
      const frame = computeWallLayout({ ...size, reading: null })
      const box = { width: Math.floor(frame.map.width), height: Math.floor(frame.map.height) }
      const small = await bareLikeTheWall(from, box, frame, { left: 0, top: 0 })
      const large = await bareLikeTheWall(from, size, frame, frame.map)
      const times = { wall: [] as number[], large: [] as number[], small: [] as number[] }
      for (let round = 0; round <= rounds; round++) {
        const wall = await timeOf(from, `${server.url}/${city}/screen/${screen}`, size, 'wall:drawn')
        const whole = await timeOf(from, large.url, size, 'bare:drawn')
        const part = await timeOf(from, small.url, box, 'bare:drawn')
        // the first of each warms the server and the disk
        if (round > 0) {
          times.wall.push(wall)
          times.large.push(whole)
          times.small.push(part)
        }
      }
      await small.stop()
      await large.stop()
      rows.push([
        `${size.width} × ${size.height}`,
        computeMedian(times.wall),
        Math.max(...times.wall),
        computeMedian(times.large),
        computeMedian(times.wall) / computeMedian(times.large),
        computeMedian(times.small),
        computeMedian(times.wall) / computeMedian(times.small),
      ])
    }
    reportFigures(
      rows.map(([size, , , , ratio]) => ({
        en: `whole scene of a wall at ${size}, software rendering`,
        zh: `${size} 大屏的完整画面（软件渲染）`,
        value: `${formatFigure(Number(ratio))} ×`,
        compared: { en: 'a minimal MapLibre page of the same size', zh: '同样大小的空白 MapLibre 页面' },
      })),
    )
    printTable(
      `Navigation until the whole scene is drawn, by the processor, in turns, ms`,
      [
        'wall',
        'median',
        'most',
        'bare map, the page as large',
        '×',
        'bare map of the box in the middle',
        '×',
      ],
      rows,
    )
  }

  /** A page of static files that draws nothing but a map, from where the wall's map looks. `at`: where that stands on the page. */
  async function bareLikeTheWall(
    from: Browser,
    page: { width: number; height: number },
    frame: ReturnType<typeof computeWallLayout>,
    at: { left: number; top: number },
  ): Promise<MinimalMapPage> {
    const summary = getCity.answer.parse(await (await fetch(`${server.url}/api/cities/${city}`)).json())
    if (summary.box === null) throw new Error('the demo city is empty')
    const style = enlargeStyle(
      buildCityStyle({
        theme: THEMES.wall,
        detail: 'grid',
        language: 'zh',
        ramp: null,
        hidden: new Set(),
        depth: 'glow',
        bounds: summary.box,
        attribution: '',
        tiles: (layers) => `/tiles/${layers.join()}/{z}/{x}/{y}`,
      }),
      frame.letter * 1.1,
    )
    const insets = computeMapInsets(frame)
    const padding = {
      top: at.top + insets.top + 28,
      right: page.width - at.left - Math.floor(frame.map.width) + insets.right + 28,
      bottom: page.height - at.top - Math.floor(frame.map.height) + insets.bottom + 28,
      left: at.left + insets.left + 28,
    }
    return serveMinimalMapPage({
      style,
      view: { box: summary.box, padding },
      tiles: (tile) => `${server.url}/api/cities/${city}/tiles/current${tile}`,
      warm: (url) => timeOf(from, url, page, 'bare:drawn').then(() => undefined),
    })
  }

  async function idleWall(from: Browser): Promise<void> {
    const { secret } = await admin(createDisplay, { body: { name: 'idle', city, screen } })
    const page = await openAt(from, `${server.url}/screen/${screen}#${secret}`, { width: 1920, height: 1080 })
    await reach(page, 'wall:drawn')
    // the presenter's key holds the rotation; the last things to arrive have their time
    await page.keyboard.press('b')
    await wait(8000)
    const before = measureCpuSeconds([server.pid])
    await wait(IDLE_SECONDS * 1000)
    const spent = measureCpuSeconds([server.pid]) - before
    // the browser hands over a picture for every frame that differs from the one before
    const session = await page.context().newCDPSession(page)
    let frames = 0
    session.on('Page.screencastFrame', ({ sessionId }) => {
      frames++
      void session.send('Page.screencastFrameAck', { sessionId })
    })
    const framesDuring = async (work: () => Promise<unknown>) => {
      const known = frames
      await work()
      return frames - known
    }
    await session.send('Page.startScreencast', { format: 'jpeg', quality: 10 })
    const turning = await framesDuring(async () => {
      await page.keyboard.press('PageDown')
      await wait(4000)
    })
    // the clock counts minutes: begin right after it has
    await wait(61_000 - (Date.now() % 60_000))
    const still = await framesDuring(() => wait(IDLE_SECONDS * 1000))
    printTable(
      `An idle wall of 1920 × 1080 for ${IDLE_SECONDS} s`,
      ['what', 'figure'],
      [
        ['frames drawn while nothing moves', still],
        ['frames drawn when a scene turns, to compare', turning],
        ['processor, per cent of one core, all of the browser', (spent / IDLE_SECONDS) * 100],
      ],
    )
    await page.context().close()
  }

  async function changeToWall(
    from: Browser,
    { publish }: { publish(): Promise<PublishTiming> },
  ): Promise<void> {
    const page = await openAt(from, `${server.url}/${city}/screen/${screen}`, { width: 1920, height: 1080 })
    await reach(page, 'wall:drawn')
    await page.keyboard.press('b')
    const [sinceAsked, sinceAnswered, mapSinceAnswered]: number[][] = [[], [], []]
    for (let change = 0; change < CHANGES; change++) {
      await wait(1500)
      const { revision, asked, answered } = await publish()
      const shown = await page
        .waitForFunction((wanted) => {
          const isShown =
            document.querySelector('.wall')?.getAttribute('data-revision') === String(wanted) &&
            document.querySelector(`[data-change="${wanted}"]`) !== null
          return isShown ? performance.timeOrigin + performance.now() : 0
        }, revision)
        .then((handle) => handle.jsonValue())
      const drawn = await page
        .waitForFunction((since) => {
          const values = performance
            .getEntriesByName('map:values-drawn')
            .some((mark) => performance.timeOrigin + mark.startTime > since)
          return values && document.querySelector('[data-map-state="idle"]') !== null
            ? performance.timeOrigin + performance.now()
            : 0
        }, answered)
        .then((handle) => handle.jsonValue())
      // the first publishing of a fresh server is not like the others
      if (change === 0) continue
      mapSinceAnswered!.push(drawn - answered)
      sinceAsked!.push(shown - asked)
      sinceAnswered!.push(shown - answered)
    }
    reportFigures([
      {
        en: 'until a wall shows the figures of a published change, median / longest',
        zh: '一次发布之后大屏换上新数字，中位 / 最长',
        value: `${formatFigure(computeMedian(sinceAnswered!))} / ${formatFigure(Math.max(...sinceAnswered!))} ms`,
        compared: {
          en: `until its map is drawn as well: ${formatFigure(computeMedian(mapSinceAnswered!))} ms`,
          zh: `地图也画完：${formatFigure(computeMedian(mapSinceAnswered!))} ms`,
        },
      },
    ])
    printTable(
      `A border change published elsewhere until the wall shows it, ${CHANGES - 1} times, ms`,
      ['from', 'median', 'most'],
      [
        ['the answer to whoever published', computeMedian(sinceAnswered!), Math.max(...sinceAnswered!)],
        ['the click that published', computeMedian(sinceAsked!), Math.max(...sinceAsked!)],
        [
          'the answer, until its map is drawn anew as well',
          computeMedian(mapSinceAnswered!),
          Math.max(...mapSinceAnswered!),
        ],
      ],
    )
    await page.context().close()
  }
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function openAt(
  from: Browser,
  address: string,
  viewport: { width: number; height: number },
): Promise<Page> {
  const context = await from.newContext({ viewport, reducedMotion: 'reduce', locale: 'zh-CN' })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(address, { waitUntil: 'commit' })
  return page
}

/** Milliseconds from the start of the navigation to a mark of the page. */
async function timeOf(
  from: Browser,
  address: string,
  viewport: { width: number; height: number },
  mark: string,
): Promise<number> {
  const page = await openAt(from, address, viewport)
  const at = await reach(page, mark)
  await page.context().close()
  return at
}

async function reach(page: Page, mark: string): Promise<number> {
  const handle = await page.waitForFunction((name) => performance.getEntriesByName(name)[0]?.startTime, mark)
  return (await handle.jsonValue()) ?? NaN
}

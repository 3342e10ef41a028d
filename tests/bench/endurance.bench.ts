import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createDisplay } from '#shared/contract/access/credentials.ts'
import { findChromium } from '../helpers/browser/find-chromium.ts'
import { launchChromium } from '../helpers/browser/launch-chromium.ts'
import { signInWithDemoRole, startPublisher } from './tools/publisher.ts'
import { startBenchServer } from './tools/start-bench-server.ts'
import { printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/**
 * A wall that turns its scenes twenty times as fast as usual for half an hour while borders are published all the time:
 * ten hours of a day in a command room. What the page keeps is counted after its rubbish has been collected, each minute.
 * BENCH_MINUTES makes it shorter.
 */
const minutes = Number(process.env['BENCH_MINUTES'] ?? 30)
const SPEED = 20
const EDIT_EVERY_MS = 10_000
const FIRST = Math.min(5, Math.ceil(minutes / 3))
const city = '320900'
const screen = 'endurance'

const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-endurance-'))
const server = await startBenchServer({ DATA_DIR: folder, REQUESTS_PER_MINUTE: '0' })
const browser = await launchChromium(await findChromium())
try {
  const admin = await signInWithDemoRole(server.url, 'admin')
  const { secret } = await admin(createDisplay, { body: { name: 'endurance', city, screen } })
  const publisher = await startPublisher(server.url, city)
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${server.url}/screen/${screen}?speed=${SPEED}#${secret}`)
  await page.locator('[data-figure=grids]').waitFor({ timeout: 300_000 })

  const session = await context.newCDPSession(page)
  await session.send('Performance.enable')
  const measure = async () => {
    for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
    const { metrics } = await session.send('Performance.getMetrics')
    const valueOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN
    return {
      heap: valueOf('JSHeapUsedSize') / 2 ** 20,
      listeners: valueOf('JSEventListeners'),
      nodes: valueOf('Nodes'),
      server: server.rss(),
    }
  }

  let edits = 0
  let scenes = 0
  let over = false
  const editing = (async () => {
    while (!over) {
      await publisher.publish()
      edits++
      await wait(EDIT_EVERY_MS)
    }
  })()
  const watching = (async () => {
    let shown = ''
    while (!over) {
      const now = (await page.locator('.wall').getAttribute('data-scene')) ?? ''
      if (now !== shown) scenes++
      shown = now
      await wait(500)
    }
  })()

  const samples: Awaited<ReturnType<typeof measure>>[] = []
  for (let minute = 1; minute <= minutes; minute++) {
    await wait(60_000)
    samples.push(await measure())
  }
  over = true
  await Promise.all([editing, watching])
  const [early, late] = [samples[FIRST - 1]!, samples.at(-1)!]
  // a scene has more buttons than another: the most of some minutes tells more than one of them
  const mostListeners = (of: typeof samples) => Math.max(...of.map(({ listeners }) => listeners))
  const [before, after] = [mostListeners(samples.slice(0, FIRST)), mostListeners(samples.slice(-FIRST))]
  printTable(
    `${minutes} minutes at ${SPEED} times the speed: ${scenes} scenes, ${edits} published changes, ${faults.length} errors on the console`,
    ['after a forced collection', `minute ${FIRST}`, `minute ${minutes}`, '×'],
    [
      ['heap of the page, MB', early.heap, late.heap, late.heap / early.heap],
      [`listeners, the most of ${FIRST} minutes`, before, after, after / before],
      ['nodes', early.nodes, late.nodes, late.nodes / early.nodes],
      ['server, MB', early.server, late.server, late.server / early.server],
    ],
  )
  reportFigures([
    {
      en: `heap of a wall after ${minutes} minutes at ${SPEED} × speed, ${edits} publications meanwhile`,
      zh: `大屏以 ${SPEED} 倍速轮播 ${minutes} 分钟、其间发布 ${edits} 次之后的堆内存`,
      value: `× ${formatFigure(late.heap / early.heap)}`,
      compared: {
        en: `minute ${minutes} ÷ minute ${FIRST}; ${faults.length} errors on the console`,
        zh: `第 ${minutes} 分钟比第 ${FIRST} 分钟；控制台错误 ${faults.length} 个`,
      },
    },
  ])
  printTable(
    'Each minute',
    ['minute', 'heap MB', 'listeners', 'nodes', 'server MB'],
    samples.map(({ heap, listeners, nodes, server: rss }, at) => [
      String(at + 1),
      heap,
      listeners,
      nodes,
      rss,
    ]),
  )
  for (const fault of new Set(faults)) process.stdout.write(`\n${fault}\n`)
  if (faults.length > 0 || late.heap > early.heap * 1.1 || after > before) process.exitCode = 1
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

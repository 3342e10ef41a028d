import { setTimeout as wait } from 'node:timers/promises'
import { createDisplay } from '#shared/contract/access/credentials.ts'
import { computeMedian, printTable } from './print-table.ts'
import type { PublishTiming, signInWithDemoRole } from './publisher.ts'
import { formatFigure, reportFigures } from './report-figures.ts'
import type { BenchServer } from './start-bench-server.ts'
import { openWallClient, type WallClient } from './wall-client.ts'

const WALLS = 500
const CHANGES = 7
/** Pause between two changes while memory is watched: V8 collects garbage after eight idle seconds. */
const BETWEEN_MS = 10_000

/** Five hundred walls on one server: until all of them have the figures of a published change, and the server's memory. */
export async function measureManyWalls({
  server,
  admin,
  publisher: { publish },
  city,
  screen,
}: {
  server: BenchServer
  admin: Awaited<ReturnType<typeof signInWithDemoRole>>
  publisher: { publish(): Promise<PublishTiming> }
  city: string
  screen: string
}): Promise<void> {
  const cookies: string[] = []
  for (let wall = 0; wall < WALLS; wall++) {
    const { secret } = await admin(createDisplay, { body: { name: `wall ${wall}`, city, screen } })
    const claimed = await fetch(`${server.url}/api/session/display`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: secret }),
    })
    if (!claimed.ok) throw new Error(`not claimed: ${claimed.status} ${await claimed.text()}`)
    cookies.push(
      claimed.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; '),
    )
  }
  const open = (cookie: string) =>
    openWallClient({ base: server.url, city, screen, cookie, metric: 'branch-share' })
  const first = await open(cookies[0]!)
  // what changes cost by themselves is not the walls': the same number of them, with one wall
  let before = 0
  for (let change = 0; change < CHANGES; change++) {
    await publish()
    await wait(BETWEEN_MS)
    before = Math.max(before, server.rss())
  }
  const walls: WallClient[] = [first]
  for (let at = 1; at < WALLS; at += 50)
    walls.push(...(await Promise.all(cookies.slice(at, at + 50).map(open))))
  await wait(3000)
  const connected = server.rss()
  const rounds: { half: number; last: number }[] = []
  let most = connected
  for (let change = 0; change < CHANGES; change++) {
    const arrivals: number[] = []
    let wanted = Infinity
    const held = walls.map(
      (wall) =>
        new Promise<void>((resolve) =>
          wall.onNumbers((revision, at) => {
            arrivals.push(at)
            if (revision >= wanted || wanted === Infinity) resolve()
          }),
        ),
    )
    const { revision, answered } = await publish()
    wanted = revision
    await Promise.all(held)
    if (change > 0)
      rounds.push({ half: computeMedian(arrivals) - answered, last: Math.max(...arrivals) - answered })
    await wait(BETWEEN_MS)
    most = Math.max(most, server.rss())
  }
  printTable(
    `${WALLS} walls on one server, ${rounds.length} published changes`,
    ['what', 'figure'],
    [
      [
        'ms from the answer until half of them hold the new numbers, median',
        computeMedian(rounds.map(({ half }) => half)),
      ],
      ['ms until the last one does, median', computeMedian(rounds.map(({ last }) => last))],
      ['ms until the last one does, most', Math.max(...rounds.map(({ last }) => last))],
      ['MB of the server with one wall and as many changes, most', before],
      ['MB more with all of them connected', connected - before],
      ['MB more while changes arrive at all of them, most', most - before],
    ],
  )
  const lastMs = rounds.map(({ last }) => last)
  reportFigures([
    {
      en: `until ${WALLS} walls have the figures of a published change, median / longest`,
      zh: `${WALLS} 块大屏全部换上一次发布的数字，中位 / 最长`,
      value: `${formatFigure(computeMedian(lastMs))} / ${formatFigure(Math.max(...lastMs))} ms`,
      compared: {
        en: `server memory over one wall: ${formatFigure(most - before)} MB more`,
        zh: `与一块大屏相比，服务器内存增加 ${formatFigure(most - before)} MB`,
      },
    },
  ])
  for (const wall of walls) wall.close()
}

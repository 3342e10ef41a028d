import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { measureSentShapes } from './tools/measure-sent-shapes.ts'
import { computeQuantile, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { type BenchServer, startBenchServer } from './tools/start-bench-server.ts'

/**
 * One principal with the right to read sends what costs most, while honest readers work: how long the health check and
 * their requests take then, how many fail, and what memory the server takes. First the places of the kernel that grow
 * with what is sent, each alone.
 */
const city = '320900'
const day = (i: number) =>
  `20${String(10 + (i % 14)).padStart(2, '0')}-${String(1 + (i % 12)).padStart(2, '0')}-15`
const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, 'kernel-only': { type: 'boolean', default: false } },
})
const SECONDS = Number(options.seconds)

measureSentShapes()
if (!options['kernel-only']) await measureServer()

interface Attack {
  name: string
  /** Requests under way at the same time. */
  width: number
  send: (i: number, signal: AbortSignal) => Promise<Response>
  /** Milliseconds after which the attacker hangs up; undefined: never. */
  leaveMs?: number
}

interface Measured {
  health: number[]
  honest: number[]
  failed: number
  rss: number
}

async function measureServer(): Promise<void> {
  const server = await startBenchServer({ REQUESTS_PER_MINUTE: '0', TRUSTED_PROXIES: '1' })
  try {
    const api = `${server.url}/api/cities/${city}`
    // two principals: the requests of the attacker bear another address than those of the readers
    const attacker = await signIn(server, '203.0.113.7')
    const honest = await signIn(server, '198.51.100.4')
    const attacks: Attack[] = [
      {
        name: '1 MB of [[[ to the sign-in',
        width: 8,
        send: (_, signal) =>
          fetch(`${server.url}/api/session`, {
            method: 'POST',
            signal,
            headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
            body: '['.repeat(1_000_000),
          }),
      },
      {
        name: 'coverage, abandoned',
        width: 60,
        leaveMs: 200,
        send: (i, signal) =>
          fetch(`${api}/coverage?mode=network&speed=${20 + (i % 180)}`, { headers: attacker, signal }),
      },
      {
        name: 'isochrones',
        width: 30,
        send: (i, signal) =>
          fetch(`${api}/contours?box=119.9,33.2,120.4,33.6&speed=${20 + (i % 180)}`, {
            headers: attacker,
            signal,
          }),
      },
      {
        name: 'past days',
        width: 60,
        send: (i, signal) =>
          fetch(`${server.url}/api/cities/${city}@${day(i)}/units?level=street`, {
            headers: attacker,
            signal,
          }),
      },
      {
        name: 'exports',
        width: 8,
        send: (_, signal) => fetch(`${api}/exports/grids?format=gpkg`, { headers: attacker, signal }),
      },
      {
        name: '10,000 buildings',
        width: 8,
        send: (_, signal) =>
          fetch(`${api}/blank-spots/buildings`, {
            method: 'POST',
            signal,
            headers: { ...attacker, 'content-type': 'application/json' },
            body: JSON.stringify({
              buildings: Array.from({ length: 9000 }, (_, i) => ({
                name: 'x',
                lon: 119.5 + i / 1e4,
                lat: 33.3,
              })),
            }),
          }),
      },
    ]
    await readForAWhile(server, honest, 3)
    const idle = server.rss()
    const undisturbed = await readForAWhile(server, honest, SECONDS)
    const rows: (string | number)[][] = [toRow('nothing', undisturbed, idle, new Map())]
    const results: Measured[] = []
    for (const attack of attacks) {
      const answers = new Map<string, number>()
      const stop = new AbortController()
      const running = Array.from({ length: attack.width }, (_, lane) =>
        runLane(attack, lane, stop.signal, answers),
      )
      const measured = await readForAWhile(server, honest, SECONDS)
      stop.abort()
      await Promise.all(running)
      results.push(measured)
      rows.push(toRow(attack.name, measured, idle, answers))
      await wait(1000)
    }
    printTable(
      `One principal attacks for ${SECONDS} s each, four readers work`,
      [
        'attack',
        'health p99 ms',
        'honest p50 ms',
        'honest p99 ms',
        'failed',
        'RSS above idle MB',
        'its answers',
      ],
      rows,
    )
    const worst = (values: (each: Measured) => number) => Math.max(...results.map(values))
    const p50 = computeQuantile(undisturbed.honest, 0.5)
    reportFigures([
      {
        en: 'one principal sends what costs most: health check p99 / honest requests p50 / failed',
        zh: '同一账号持续发送最耗资源的请求时：健康检查 p99 / 其他人请求 p50 / 失败数',
        value: `${formatFigure(worst(({ health }) => computeQuantile(health, 0.99)))} ms / ${formatFigure(worst(({ honest: ms }) => computeQuantile(ms, 0.5)))} ms / ${worst(({ failed }) => failed)}`,
        compared: {
          en: `without: ${formatFigure(computeQuantile(undisturbed.health, 0.99))} ms / ${formatFigure(p50)} ms / ${undisturbed.failed}; memory ≤ idle + ${formatFigure(worst(({ rss }) => rss - idle))} MB`,
          zh: `没有时：${formatFigure(computeQuantile(undisturbed.health, 0.99))} ms / ${formatFigure(p50)} ms / ${undisturbed.failed}；内存 ≤ 空闲 + ${formatFigure(worst(({ rss }) => rss - idle))} MB`,
        },
      },
    ])
    const started = performance.now()
    await server.stop()
    process.stdout.write(
      `\nSIGTERM right after the attacks: ended in ${formatFigure(performance.now() - started)} ms\n`,
    )
  } finally {
    await server.stop()
  }
}

async function signIn({ url }: BenchServer, address: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ role: 'planner' }),
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { cookie, 'x-forwarded-for': address }
}

/** Four readers who read lists, coverage and gaps one after the other, and a health check ten times a second. */
async function readForAWhile(
  { url, rss }: BenchServer,
  headers: Record<string, string>,
  seconds: number,
): Promise<Measured> {
  const end = performance.now() + seconds * 1000
  const measured: Measured = { health: [], honest: [], failed: 0, rss: 0 }
  const ask = async (path: string, into: number[]) => {
    const start = performance.now()
    const answer = await fetch(`${url}${path}`, { headers })
    await answer.arrayBuffer()
    into.push(performance.now() - start)
    if (answer.status >= 500) measured.failed++
  }
  const paths = [
    `/api/cities/${city}/units?level=street&limit=50`,
    `/api/cities/${city}/metrics/branch-share/community`,
    `/api/cities/${city}/gaps?limit=20`,
    `/api/cities/${city}/coverage`,
    `/api/cities/${city}/search?q=1`,
  ]
  const read = async (reader: number) => {
    for (let at = reader; performance.now() < end; at++) {
      await ask(paths[at % paths.length]!, measured.honest)
      await wait(20)
    }
  }
  const watch = async () => {
    while (performance.now() < end) {
      await ask('/api/health', measured.health)
      measured.rss = Math.max(measured.rss, rss())
      await wait(100)
    }
  }
  await Promise.all([watch(), ...[0, 1, 2, 3].map(read)])
  return measured
}

async function runLane(
  { send, leaveMs }: Attack,
  lane: number,
  stop: AbortSignal,
  answers: Map<string, number>,
): Promise<void> {
  const note = (what: string) => answers.set(what, (answers.get(what) ?? 0) + 1)
  for (let i = lane; !stop.aborted; i += 61) {
    try {
      const answer = await send(
        i,
        leaveMs === undefined ? stop : AbortSignal.any([stop, AbortSignal.timeout(leaveMs)]),
      )
      await answer.arrayBuffer()
      note(String(answer.status))
    } catch {
      note('left')
    }
    // a server that refuses at once must not turn the attacker into the bench's own load
    await wait(20)
  }
}

function toRow(
  name: string,
  { health, honest, failed, rss }: Measured,
  idle: number,
  answers: ReadonlyMap<string, number>,
): (string | number)[] {
  return [
    name,
    computeQuantile(health, 0.99),
    computeQuantile(honest, 0.5),
    computeQuantile(honest, 0.99),
    failed,
    rss - idle,
    [...answers].map(([status, count]) => `${status}: ${count}`).join(', '),
  ]
}

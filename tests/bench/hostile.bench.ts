import { fork } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ATTACK_NAMES, type AttackName } from './tools/hostile/attacks.ts'
import { measureSentShapes } from './tools/hostile/measure-sent-shapes.ts'
import { computeQuantile, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { type BenchServer, startBenchServer } from './tools/start-bench-server.ts'

/**
 * One principal with the right to read sends what costs most, while honest readers work: how long the health check and
 * their requests take then, how many fail, what memory the server takes, and how soon it ends when it is told to. First
 * the places of the kernel that grow with what is sent, each alone.
 */
const city = '320900'
const { values: options } = parseArgs({
  options: {
    /** Of each attack: all of them together take less than five minutes. */
    seconds: { type: 'string', default: '16' },
    'kernel-only': { type: 'boolean', default: false },
    /** Names of attacks; default: all of them. */
    attack: { type: 'string', multiple: true, default: [] },
  },
})
/** What the honest readers ask, one after the other. */
const HONEST_PATHS = [
  'units?level=street&limit=50',
  'metrics/branch-share/community',
  'gaps?limit=20',
  'coverage',
  'search?q=1',
] as const
const SECONDS = Number(options.seconds)
const attacks = ATTACK_NAMES.filter((name) => options.attack.length === 0 || options.attack.includes(name))

measureSentShapes()
if (!options['kernel-only']) await measureServer()

interface Reading {
  health: number[]
  honest: number[]
  /** The honest requests by what they ask, in the order of HONEST_PATHS. */
  honestByPath: number[][]
  failed: number
  rss: number
}

interface Measured extends Reading {
  /** Resident memory before the attack. */
  idle: number
  /** From SIGTERM, during the attack, to the end of the server. */
  stopMs: number
  /** Answers to the attacker by status. */
  answers: Record<string, number>
}

async function measureServer(): Promise<void> {
  const undisturbed = await measureAttack(null)
  const results: Measured[] = []
  const rows = [toRow('nothing', undisturbed)]
  for (const name of attacks) {
    const measured = await measureAttack(name)
    results.push(measured)
    rows.push(toRow(name, measured))
  }
  printTable(
    `One principal attacks for ${SECONDS} s each, four readers work, default settings, a new server for each`,
    [
      'attack',
      'health p99 ms',
      'honest p50 ms',
      'honest p99 ms',
      'failed',
      'RSS above idle MB',
      'SIGTERM ms',
      'its answers',
    ],
    rows,
  )
  printTable(
    'Median of the honest requests by what they ask, ms',
    ['attack', ...HONEST_PATHS],
    [undisturbed, ...results].map(({ honestByPath }, i) => [
      i === 0 ? 'nothing' : attacks[i - 1]!,
      ...honestByPath.map((times) => computeQuantile(times, 0.5)),
    ]),
  )
  const worst = (values: (each: Measured) => number) => Math.max(...results.map(values))
  const without = [
    `${formatFigure(computeQuantile(undisturbed.health, 0.99))} ms`,
    `${formatFigure(computeQuantile(undisturbed.honest, 0.5))} ms`,
    undisturbed.failed,
  ].join(' / ')
  const memory = formatFigure(worst(({ rss, idle }) => rss - idle))
  const end = formatFigure(worst(({ stopMs }) => stopMs) / 1000)
  reportFigures([
    {
      en: 'one principal sends what costs most: health check p99 / honest requests p50 / failed',
      zh: '同一账号持续发送最耗资源的请求时：健康检查 p99 / 其他人请求 p50 / 失败数',
      value: [
        `${formatFigure(worst(({ health }) => computeQuantile(health, 0.99)))} ms`,
        `${formatFigure(worst(({ honest: ms }) => computeQuantile(ms, 0.5)))} ms`,
        worst(({ failed }) => failed),
      ].join(' / '),
      compared: {
        en: `without: ${without}; memory ≤ idle + ${memory} MB; ends within ${end} s of SIGTERM`,
        zh: `没有时：${without}；内存 ≤ 空闲 + ${memory} MB；收到 SIGTERM 后 ${end} 秒内结束`,
      },
    },
  ])
}

/** Starts a server, lets four readers work under an attack (null: none), and ends the server while the attack goes on. */
async function measureAttack(name: AttackName | null): Promise<Measured> {
  const server = await startBenchServer({ TRUSTED_PROXIES: '1' })
  try {
    // five principals: in the demo mode each address is one
    const attacker = await signIn(server, '203.0.113.7')
    const honest = await Promise.all([4, 5, 6, 7].map((last) => signIn(server, `198.51.100.${last}`)))
    await readForAWhile(server, honest, 3)
    const idle = server.rss()
    const stopAttack = name === null ? undefined : startAttack(name, server.url, attacker)
    const read = await readForAWhile(server, honest, SECONDS)
    const started = performance.now()
    await server.stop()
    const stopMs = performance.now() - started
    return { ...read, idle, stopMs, answers: (await stopAttack?.()) ?? {} }
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
  readers: readonly Record<string, string>[],
  seconds: number,
): Promise<Reading> {
  const end = performance.now() + seconds * 1000
  const measured: Reading = {
    health: [],
    honest: [],
    honestByPath: HONEST_PATHS.map(() => []),
    failed: 0,
    rss: 0,
  }
  const ask = async (path: string, into: number[][], headers: Record<string, string> = {}) => {
    const start = performance.now()
    const answer = await fetch(`${url}${path}`, { headers })
    await answer.arrayBuffer()
    const ms = performance.now() - start
    for (const list of into) list.push(ms)
    if (answer.status >= 400) measured.failed++
  }
  const read = async (headers: Record<string, string>, reader: number) => {
    for (let at = reader; performance.now() < end; at++) {
      const path = at % HONEST_PATHS.length
      await ask(
        `/api/cities/${city}/${HONEST_PATHS[path]!}`,
        [measured.honest, measured.honestByPath[path]!],
        headers,
      )
      await wait(20)
    }
  }
  const watch = async () => {
    while (performance.now() < end) {
      await ask('/api/health', [measured.health])
      measured.rss = Math.max(measured.rss, rss())
      await wait(100)
    }
  }
  await Promise.all([watch(), ...readers.map(read)])
  return measured
}

/** Attacks from a process of its own, until the returned function is called, which returns its answers by status. */
function startAttack(
  name: AttackName,
  url: string,
  headers: Record<string, string>,
): () => Promise<Record<string, number>> {
  const child = fork(
    new URL('./tools/hostile/attack.ts', import.meta.url),
    [JSON.stringify({ name, url, headers })],
    {
      execArgv: ['--import', 'tsx'],
    },
  )
  // a real attacker has a machine of its own: this one leaves the cores to the server and the readers
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  const answered = once(child, 'message')
  return async () => {
    child.send('stop')
    // the child sends its answers and ends
    const [answers] = (await answered) as [Record<string, number>]
    if (child.exitCode === null) await once(child, 'exit')
    return answers
  }
}

function toRow(
  name: string,
  { health, honest, failed, rss, idle, stopMs, answers }: Measured,
): (string | number)[] {
  return [
    name,
    computeQuantile(health, 0.99),
    computeQuantile(honest, 0.5),
    computeQuantile(honest, 0.99),
    failed,
    rss - idle,
    stopMs,
    Object.entries(answers)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', '),
  ]
}

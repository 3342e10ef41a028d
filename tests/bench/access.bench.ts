import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { getCity } from '#shared/contract/city/city.ts'
import { changePassword, signIn } from '#shared/contract/access/session.ts'
import { openAccessControl } from '../../api/access/access-control.ts'
import { insertAccount } from '../../api/accounts/insert-account.ts'
import { appendAudit } from '../../api/audit/audit-chain.ts'
import type { Database } from '../../api/db/database.ts'
import { migrateShared } from '../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../api/db/open-database.ts'
import { verifyAuditChain } from '../../api/audit/verify-audit-chain.ts'
import { withSharedSchema } from '../../api/db/transaction/with-city.ts'
import { checkRoutePermission } from '../../api/http/endpoints/check-permission.ts'
import { SESSION_COOKIE } from '../../api/http/session-lookup.ts'
import { sendMaintenanceCommand } from '../../api/maintenance/command-socket.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { startPostgis } from './tools/start-postgis.ts'
import { measureLoad } from './tools/measure-load.ts'
import { startBenchServer } from './tools/start-bench-server.ts'
import { computeMedian, printTable, computeQuantile } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'
import { sampleTiles } from './tools/sample-tiles.ts'

/** What it costs to know who is asking, to write down what happened, to check the log, and to let people in beside tiles. */
const city = '320900'
const SESSIONS = 1000
const GUARDS = 200_000
const ROWS = 60_000
const APPENDS = 300
const SIGN_INS_PER_MINUTE = 200
const SECONDS = 10
const ROUNDS = 3
const PASSWORD = 'Luzhou-canal-27'

const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-bench-access-'))
const postgis = startPostgis()
try {
  const rows: (string | number)[][] = []
  const embedded = await openDatabase({ dataDir: folder })
  await migrateShared(embedded)
  await guards(embedded)
  rows.push(['embedded', ...(await audit(embedded))])
  await embedded.close()
  if (postgis !== undefined) {
    const server = await openDatabase({ url: postgis.url })
    await migrateShared(server)
    rows.push(['PostGIS server', ...(await audit(server))])
    await server.close()
  }
  printTable(
    `Audit log: ${APPENDS} rows one by one, then ${ROWS.toLocaleString('en-US')} checked`,
    [
      'database',
      'append p50 ms',
      'append p99 ms',
      '8 at once, ms each',
      'verified rows/s',
      'rows per second of processor',
    ],
    rows,
  )
  await besideTiles()
} finally {
  postgis?.stop()
  await rm(folder, { recursive: true })
}

/** Cookie, session, permission: all that stands before a request. */
async function guards(database: Database): Promise<void> {
  const access = await openAccessControl({
    database,
    secret: 'x'.repeat(32),
    demoMode: false,
    pollSeconds: 3600,
    log: pino({ level: 'silent' }),
  })
  const at = new Date()
  const ids = Array.from({ length: SESSIONS }, () => access.ids.make())
  await access.write(async (tx) => {
    const account = await insertAccount(tx, {
      name: 'wang',
      displayName: 'wang',
      role: 'planner',
      area: { city },
      hash: null,
      by: 'bench',
      at,
    })
    await tx.query(
      'insert into session (id, account_id, created_at, seen_at, ends_at) select id, $2, $3, $3, $4 from unnest($1::text[]) as given (id)',
      [ids, account, at, new Date(at.getTime() + 3_600_000)],
    )
  })
  const cookies = ids.map((id) => `${SESSION_COOKIE}=${access.ids.sign(id)}`)
  const round = (list: readonly string[]) => {
    const start = performance.now()
    for (let i = 0; i < GUARDS; i++)
      checkRoutePermission(
        'city.read',
        access.sessionOf({ cookie: list[i % list.length], host: 'localhost' }),
        { city },
      )
    return ((performance.now() - start) / GUARDS) * 1000
  }
  const known = Array.from({ length: 7 }, () => round(cookies))
  const first = cookies.map((cookie, i) => {
    // another signature each time: nothing of it is remembered
    const start = performance.now()
    access.sessionOf({ cookie: `${cookie.slice(0, -1)}${'ABCDEFGH'[i % 8]}`, host: 'localhost' })
    return (performance.now() - start) * 1000
  })
  printTable(
    `A guard, ${SESSIONS} sessions`,
    ['', 'µs'],
    [
      ['cookie seen before', computeMedian(known)],
      ['signature to be checked, p50', computeMedian(first)],
      ['the same, p99', computeQuantile(first, 0.99)],
    ],
  )
  await access.close()
}

async function audit(database: Database): Promise<number[]> {
  const entry = (i: number) => ({
    at: new Date(),
    actor: 'wang',
    address: '10.0.0.7',
    action: 'session.sign_in',
    object: `account:n${i}`,
    result: 'done' as const,
    detail: { via: 'password', secondFactor: false, city },
  })
  const times: number[] = []
  for (let i = 0; i < APPENDS; i++) {
    const start = performance.now()
    await withSharedSchema(database, (tx) => appendAudit(tx, 'shared', [entry(i)]))
    times.push(performance.now() - start)
  }
  const start = performance.now()
  await Promise.all(
    Array.from({ length: 8 }, async (_, worker) => {
      for (let i = 0; i < APPENDS / 8; i++)
        await withSharedSchema(database, (tx) => appendAudit(tx, 'shared', [entry(worker * 1000 + i)]))
    }),
  )
  const together = (performance.now() - start) / APPENDS
  for (let i = 0; i < ROWS; i += 2000)
    await withSharedSchema(database, (tx) =>
      appendAudit(
        tx,
        'shared',
        Array.from({ length: 2000 }, (_, j) => entry(i + j)),
      ),
    )
  const rates: number[] = []
  const perCpu: number[] = []
  for (let i = 0; i < 3; i++) {
    const began = performance.now()
    const before = process.cpuUsage()
    const { rows, broken } = await withSharedSchema(database, (tx) => verifyAuditChain(tx, 'shared'))
    if (broken !== null) throw new Error(`the log does not hold from row ${broken.id} on`)
    rates.push(rows / ((performance.now() - began) / 1000))
    const { user, system } = process.cpuUsage(before)
    perCpu.push(rows / ((user + system) / 1e6))
  }
  return [
    computeMedian(times),
    computeQuantile(times, 0.99),
    together,
    computeMedian(rates),
    computeMedian(perCpu),
  ]
}

/** Hot tiles alone, and while people sign in, in turn. */
async function besideTiles(): Promise<void> {
  const dataDir = path.join(packageRoot, '.cache/bench')
  const server = await startBenchServer()
  try {
    const { box } = getCity.answer.parse(await (await fetch(`${server.url}/api/cities/${city}`)).json())
    if (box === null) throw new Error('the demo city is empty')
    const paths = sampleTiles(box).map(
      ({ z, x, y }) => `/api/cities/${city}/tiles/current/grids/${z}/${x}/${y}`,
    )
    for (const each of paths) await (await fetch(server.url + each)).arrayBuffer()
    const names = Array.from({ length: 10 }, (_, i) => `bench-${Date.now().toString(36)}-${i}`)
    for (const name of names) {
      const made = await sendMaintenanceCommand(
        dataDir,
        { do: 'admin', name, displayName: name, city: '*' },
        'bench',
      )
      if (made.did !== 'admin') throw new Error('no account was made')
      await exchange(server.url, name, made.initialPassword)
    }
    const quiet: number[] = []
    const busy: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      quiet.push(measureLoad(server.url, paths, SECONDS).p99Ms)
      const people = letPeopleIn(server.url, names)
      busy.push(measureLoad(server.url, paths, SECONDS).p99Ms)
      people.kill()
    }
    printTable(
      `Hot tiles beside ${SIGN_INS_PER_MINUTE} sign-ins a minute`,
      ['', 'p99 ms'],
      [
        ['tiles alone', computeMedian(quiet)],
        ['while people sign in', computeMedian(busy)],
        ['ratio', computeMedian(busy) / computeMedian(quiet)],
      ],
    )
    reportFigures([
      {
        en: `ready tiles during ${SIGN_INS_PER_MINUTE} sign-ins a minute, p99`,
        zh: `每分钟 ${SIGN_INS_PER_MINUTE} 次登录时的现成瓦片，p99`,
        value: `${formatFigure(computeMedian(busy))} ms`,
        compared: {
          en: `${formatFigure(computeMedian(quiet))} ms without sign-ins`,
          zh: `没有登录时 ${formatFigure(computeMedian(quiet))} ms`,
        },
      },
    ])
  } finally {
    await server.stop()
  }
}

async function exchange(url: string, name: string, initial: string): Promise<void> {
  const post = (endpoint: { path: string }, body: object, cookie = '') =>
    fetch(`${url}/api${endpoint.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
  const begun = await post(signIn, { name, password: initial })
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const changed = await post(changePassword, { next: PASSWORD }, cookie)
  if (!changed.ok) throw new Error(`the password was not taken: ${await changed.text()}`)
}

/** In a process of its own: the generator of tile requests blocks this one. */
function letPeopleIn(url: string, names: readonly string[]) {
  const program = `const names = ${JSON.stringify(names)}
  let turn = 0
  const bodyOf = (name) => JSON.stringify({ name, password: '${PASSWORD}' })
  const optionsOf = (name) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: bodyOf(name) })
  setInterval(() => fetch('${url}/api/session', optionsOf(names[turn++ % names.length]))
    .then((answer) => { if (!answer.ok) process.stderr.write('a sign-in was refused: ' + answer.status + '\\n') }), ${60_000 / SIGN_INS_PER_MINUTE})`
  return spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit'] })
}

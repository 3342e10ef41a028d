import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { migrateShared } from '../../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { bundleReady, startServer } from '../api/start-server.ts'
import { aCity } from '../city/a-city.ts'
import { openDedicatedServer, openReplica } from '../database/dedicated-server.ts'

const city = '321000'

export interface StopResult {
  stops: number
  /** Requests while the primary was away and while it was there. */
  away: Map<number, number>
  there: Map<number, number>
  /** Milliseconds from the start of the primary to the first write that succeeds. */
  backMs: number[]
  /** Why the server process ended, if it did. */
  ended: string | null
  memoryMb: [number, number]
}

/**
 * Stops and starts the primary under a server process that reads from a replica, with readers and writers all the while.
 * `hard`: without a shutdown, as a crash of the machine.
 */
export async function stopPrimaryRepeatedly(
  stops: number,
  { hard = false, maxMs = Infinity }: { hard?: boolean; maxMs?: number } = {},
): Promise<StopResult> {
  const primary = await openDedicatedServer()
  const owner = await openDatabase({ url: primary.url })
  await migrateShared(owner)
  await createCity(owner, aCity({ code: city }), { actor: 'test', note: 'test data' })
  await owner.close()
  const replica = await openReplica(primary.url)
  await bundleReady
  const server = startServer({
    DATABASE_URL: primary.url,
    DATABASE_READ_URLS: replica.url,
    DEMO_MODE: 'on',
    LOG_LEVEL: 'fatal',
  })
  const url = await server.url()
  const cookie = await signIn(url)
  let isAway = false
  let over = false
  const result: StopResult = {
    stops: 0,
    away: new Map(),
    there: new Map(),
    backMs: [],
    ended: null,
    memoryMb: [readMemoryMb(server.process.pid), 0],
  }
  const send = async (path: string, body?: object): Promise<number> => {
    const wasAway = isAway
    const status = await fetch(`${url}/api/cities/${city}${path}`, {
      headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => 0,
    )
    const counts = wasAway || isAway ? result.away : result.there
    counts.set(status, (counts.get(status) ?? 0) + 1)
    return status
  }
  const write = () => {
    const id = crypto.randomUUID()
    return send('/units/321001001/drafts', { id, name: id })
  }
  const keepAsking = async (ask: () => Promise<unknown>) => {
    while (!over) {
      await ask()
      await wait(10)
    }
  }
  const askers = [
    ...['', '/drafts', '/grids?limit=10', '@2018-12-31', '/tiles/current/grids/10/850/410'].map((path) =>
      keepAsking(() => send(path)),
    ),
    keepAsking(write),
  ]
  void server.ended().then((code) => {
    result.ended = over ? null : `exit code ${code}: ${server.err()}`
  })
  const until = Date.now() + maxMs
  while (result.stops < stops && result.ended === null && Date.now() < until) {
    isAway = true
    if (hard) primary.crash()
    else primary.halt()
    await wait(Math.random() * 600)
    primary.resume()
    isAway = false
    const from = performance.now()
    while (result.ended === null && (await write()) >= 300 && performance.now() - from < 30_000)
      await wait(20)
    result.backMs.push(performance.now() - from)
    result.stops++
    await wait(Math.random() * 300)
  }
  result.memoryMb[1] = readMemoryMb(server.process.pid)
  over = true
  await Promise.all(askers)
  server.process.kill('SIGTERM')
  await server.ended()
  await replica.stop()
  primary.stop()
  return result
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'street_official', area: { city } }),
  })
  return response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
}

function readMemoryMb(pid: number | undefined): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024)
  } catch {
    return 0 // it has ended
  }
}

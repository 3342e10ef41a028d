import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../helpers/database/open-test-database.ts'
import { findFreePort } from '../helpers/find-free-port.ts'
import { waitUntil } from '../helpers/wait-until.ts'
import {
  bundleReady,
  buildDatabaseEnvironment,
  type ServerProcess,
  startServer,
} from '../helpers/api/start-server.ts'

let test: TestDatabase
let environment: Record<string, string>
const running: ServerProcess[] = []

beforeAll(async () => {
  await bundleReady
  test = await openTestDatabase({ own: true })
  // the servers open it themselves, one after the other
  await test.database.close()
  environment = buildDatabaseEnvironment(test.settings)
})

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.process.kill('SIGKILL')
    await server.ended()
  }
})

afterAll(() => test.drop())

const start = (settings: Record<string, string> = environment) => {
  const server = startServer(settings)
  running.push(server)
  return server
}

/** It ends with code 1 and one sentence, without a stack. */
async function expectRefusal(server: ServerProcess, sentence: RegExp): Promise<void> {
  expect(await server.ended()).toBe(1)
  expect(server.err().trim()).toMatch(sentence)
  expect(server.err().trim().split('\n')).toHaveLength(1)
}

describe('the server', () => {
  it('prints its URL, answers requests, and stops on a signal; the next start reads the same data', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const server = start()
      const url = await server.url()
      expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ status: 'ok' })
      expect(await (await fetch(`${url}/api/ready`)).json()).toMatchObject({ database: 'ok' })
      server.process.kill(signal)
      expect(await server.ended(), server.err()).toBe(0)
    }
  })

  it('prints the link of the first administrator to its console alone, and only while there is no account', async () => {
    const closed = { ...environment, DEMO_MODE: 'off', LOG_LEVEL: 'debug' }
    const link = /\/first#([\w-]{43})\n/
    const open = start(closed)
    const url = await open.url()
    await waitUntil(() => link.test(open.out()))
    const [, token = ''] = link.exec(open.out()) ?? []
    expect(open.err()).not.toContain(token)
    const made = await fetch(`${url}/api/session/first-admin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name: 'chief', displayName: '陈主任', password: 'Luzhou-canal-27' }),
    })
    expect(made.status).toBe(200)
    expect(open.err()).not.toContain(token)
    open.process.kill('SIGTERM')
    await open.ended()
    const later = start(closed)
    await later.url()
    await waitUntil(() => later.out().endsWith('\n\n'))
    expect(later.out()).not.toMatch(link)
  })

  it('prints no link where others may read what it prints', async () => {
    const other = await openTestDatabase({ own: true })
    await other.database.close()
    const server = start({ ...buildDatabaseEnvironment(other.settings), DEMO_MODE: 'off', HOST: '0.0.0.0' })
    await server.url()
    await waitUntil(() => server.out().endsWith('\n\n'))
    expect(server.out()).not.toContain('/first#')
    server.process.kill('SIGKILL')
    await server.ended()
    await other.drop()
  })

  it('starts again after being killed', async () => {
    const killed = start()
    await killed.url()
    killed.process.kill('SIGKILL')
    await killed.ended()
    expect(await (await fetch(`${await start().url()}/api/ready`)).json()).toMatchObject({ database: 'ok' })
  })

  it('completes pending requests before it stops', async () => {
    const server = start()
    const url = await server.url()
    const pending = Array.from({ length: 5 }, () => beginRequest(`${url}/api/session`))
    await Promise.all(pending.map(({ begun }) => begun))
    server.process.kill('SIGTERM')
    for (const { complete } of pending) complete('{}')
    // each is told that its body is not a sign-in
    for (const { status } of pending) expect(await status).toBe(400)
    expect(await server.ended()).toBe(0)
  })
})

/** Sends the head of a request. `begun`: the server has read it and asks for the body, which `complete` sends. */
function beginRequest(url: string) {
  const headers = { 'content-type': 'application/json', expect: '100-continue', origin: new URL(url).origin }
  const message = request(url, { method: 'POST', headers })
  const status = once(message, 'response').then(([answer]: IncomingMessage[]) => answer?.resume().statusCode)
  const begun = once(message, 'continue')
  message.flushHeaders()
  return { begun, complete: (body: string) => void message.end(body), status }
}

/** Has the server do something when it gets SIGUSR2. */
const told = (code: string) => ({
  ...environment,
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.once("SIGUSR2", () => { ${code} })`)}`,
})

describe('the server process', () => {
  it('creates files that only its own user can read', async () => {
    const server = start(told('process.stderr.write(`umask ${process.umask().toString(8)}`)'))
    await server.url()
    server.process.kill('SIGUSR2')
    await waitUntil(() => server.err().includes('umask 77'))
  })

  it('logs an uncaught error without its data values, and exits', async () => {
    const server = start(
      told(
        `throw Object.assign(new Error("nobody thought of this"), { detail: atob("${btoa('Key (name)=(wang-fang)')}") })`,
      ),
    )
    await server.url()
    server.process.kill('SIGUSR2')
    expect(await server.ended()).toBe(1)
    expect(JSON.parse(server.err().trim().split('\n').at(-1)!)).toMatchObject({
      level: 60,
      err: { message: 'nobody thought of this', stack: expect.any(String) },
    })
    expect(server.err()).not.toContain('wang-fang')
  })
})

describe('exits with one clear sentence and code 1', () => {
  it('for a port that is in use', async () => {
    const taken = createServer().listen(await findFreePort(), '127.0.0.1')
    await once(taken, 'listening')
    const port = String((taken.address() as { port: number }).port)
    await expectRefusal(start({ ...environment, PORT: port }), new RegExp(`^Port ${port} .* is in use`))
    taken.close()
  })

  it.each([
    ['PORT', '99999'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://localhost/grid'],
    ['SESSION_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['TILE_CACHE_MB', '-1'],
  ])('for %s=%s', async (name, value) => {
    await expectRefusal(
      start({ ...environment, [name]: value }),
      new RegExp(`^Settings are not usable – ${name}: `),
    )
  })

  it('for a database server that does not respond', async () => {
    await expectRefusal(
      start({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await findFreePort()}/none` }),
      /^The database server at .* cannot be used: .* Check DATABASE_URL\.$/,
    )
  })

  it('for a data folder that cannot be created', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-start-'))
    const file = path.join(folder, 'file')
    await writeFile(file, 'not a folder')
    await expectRefusal(start({ DATA_DIR: path.join(file, 'data') }), /file/)
    await rm(folder, { recursive: true })
  })
})

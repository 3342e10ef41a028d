import { getRequestListener } from '@hono/node-server'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { createApp } from '../../../api/app.ts'
import { logOptions } from '../../../api/http/log-options.ts'
import { startHttpServer } from '../../../api/runtime/http-server.ts'
import { readSettings } from '../../../api/runtime/settings.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { aCity } from '../city/a-city.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { anAccount, validPassword } from './an-account.ts'

/** Content of the page that the server sends for every path of the web app. */
export const indexPage = '<!doctype html><title>page</title>'
/** The account that `cookie` belongs to; its password is `validPassword`. */
const ACCOUNT = 'wang'

export type ProxiedServer = Awaited<ReturnType<typeof openProxiedServer>>

/**
 * Starts the API with accounts on a port, as it runs behind one trusted proxy, and signs in a planner of `city`.
 * The clock stands still, so that no rate limit recovers while a slow machine sends many requests.
 */
export async function openProxiedServer({ city, otherCity }: { city: string; otherCity: string }) {
  const folder = await writeWebFolder()
  const test = await openTestDatabase()
  for (const code of [city, otherCity])
    await createCity(test.database, aCity({ code }), { actor: 'test', note: 'test data' })
  const start = Date.now()
  let log = ''
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk)
      done()
    },
  })
  const app = await createApp({
    settings: readSettings({ DEMO_MODE: 'off', TRUSTED_PROXIES: '1', REQUESTS_PER_MINUTE: '300' }),
    database: test.database,
    sessionSecret: 'x'.repeat(32),
    log: pino({ ...logOptions, level: 'trace' }, sink),
    version: '0.0.0',
    webFolder: folder,
    now: () => start,
  })
  const listener = await startHttpServer('127.0.0.1', 0)
  const answer = getRequestListener(app.fetch)
  listener.handle((request, response) => {
    const byRoute = () => void answer(request, response)
    if (!app.answerTile(request, response, byRoute)) byRoute()
  })
  const get = (address: string, headers: Record<string, string> = {}) =>
    fetch(listener.url + address, { headers })
  const post = (address: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(listener.url + address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  await anAccount({ app }, { name: ACCOUNT, role: 'planner', area: { city } })
  const { headers } = await post('/api/session', { name: ACCOUNT, password: validPassword })
  const session = headers.getSetCookie().find((each) => each.startsWith('grid_map_session='))
  if (session === undefined) throw new Error('the sign-in returned no session cookie')
  const [cookie = ''] = session.split(';')
  return {
    url: listener.url,
    database: test.database,
    /** The session cookie of the planner: name and value. */
    cookie,
    /** Returns everything that the server has logged so far. */
    getLog: () => log,
    get,
    post,
    /** Sends a GET request with the planner's session. */
    getSignedIn: (address: string, more: Record<string, string> = {}) => get(address, { cookie, ...more }),
    /** Sends a GET request with the path and headers exactly as they are; `fetch` would normalise both. */
    getRaw: (address: string, headers: Record<string, string> = {}) =>
      getRaw(listener.url, address, { cookie, ...headers }),
    async close() {
      await app.close()
      listener.server.closeAllConnections()
      await new Promise((resolve) => listener.server.close(resolve))
      await test.drop()
      await rm(folder, { recursive: true })
    },
  }
}

async function writeWebFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-web-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), indexPage)
  await writeFile(path.join(folder, 'assets/app.js'), 'export {}')
  return folder
}

function getRaw(
  url: string,
  address: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path: address, headers }, (answer) => {
      let text = ''
      answer
        .on('data', (chunk) => {
          text += String(chunk)
        })
        .on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })
}

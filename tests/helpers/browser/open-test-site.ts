import { getRequestListener } from '@hono/node-server'
import { pino } from 'pino'
import { inject } from 'vitest'
import { type App, createApp } from '../../../api/app.ts'
import type { Database } from '../../../api/db/database.ts'
import { type HttpServer, startHttpServer } from '../../../api/runtime/http-server.ts'
import { readSettings } from '../../../api/runtime/settings.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { openTestDatabase } from '../database/open-test-database.ts'

export interface TestSite {
  /** Without a slash at the end. */
  url: string
  app: App
  database: Database
  /** Whoever comes may take a role by one click; else people need accounts. */
  demo: boolean
  /** Paths of all requests so far. */
  asked: string[]
  /** Takes the server off the network, open connections included; the data stay. */
  leave(): Promise<void>
  isUp(): boolean
  /** Puts it back under the same address. */
  comeBack(): Promise<void>
  close(): Promise<void>
}

const sites = new Map<string, TestSite>()

/** The site that an address belongs to. */
export function getTestSite(address: string): TestSite {
  const site = sites.get(new URL(address).origin)
  if (site === undefined) throw new Error(`there is no site at ${address}`)
  return site
}

/** The whole product under an address: database, API and the built web app. Demo mode, unless told otherwise. */
export async function openTestSite({
  cities = [],
  environment = {},
}: { cities?: CityDataset[]; environment?: Record<string, string> } = {}): Promise<TestSite> {
  const { database, drop } = await openTestDatabase()
  for (const facts of cities) await createCity(database, facts, { actor: 'test', note: 'test data' })
  const settings = readSettings({
    DEMO_MODE: 'on',
    LOG_LEVEL: 'silent',
    POLL_SECONDS: '3600',
    ...environment,
  })
  const app = await createApp({
    settings,
    database,
    sessionSecret: 'x'.repeat(32),
    // what the server could not do is the first thing to read when a page test fails
    log: pino({ level: 'error' }, process.stderr),
    version: '0.0.0',
    webFolder: inject('webFolder'),
  })
  const asked: string[] = []
  let listener = await serve(app, 0, asked)
  const { url } = listener
  const leave = async () => {
    listener.server.closeAllConnections()
    await new Promise((resolve) => listener.server.close(resolve))
  }
  const site: TestSite = {
    url,
    app,
    database,
    demo: settings.DEMO_MODE === 'on',
    asked,
    leave,
    isUp: () => listener.server.listening,
    async comeBack() {
      listener = await serve(app, Number(new URL(url).port), asked)
    },
    async close() {
      sites.delete(url)
      await app.close()
      if (listener.server.listening) await leave()
      await drop()
    },
  }
  sites.set(url, site)
  return site
}

async function serve(app: App, port: number, asked: string[]): Promise<HttpServer> {
  const listener = await startHttpServer('127.0.0.1', port)
  const answer = getRequestListener(app.fetch)
  listener.handle((request, response) => {
    asked.push(request.url ?? '')
    const byRoute = () => void answer(request, response)
    if (!app.answerTile(request, response, byRoute)) byRoute()
  })
  return listener
}

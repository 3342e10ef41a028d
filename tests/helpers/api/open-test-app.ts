import { pino } from 'pino'
import type { z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import type { PermissionArea, Role } from '#shared/contract/permissions.ts'
import { startDemoSession } from '#shared/contract/access/session.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { type App, createApp } from '../../../api/app.ts'
import type { Database } from '../../../api/db/database.ts'
import { readSettings } from '../../../api/runtime/settings.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { callEndpoint, type EndpointInput, ApiProblemError } from './call-endpoint.ts'
import { openTestDatabase } from '../database/open-test-database.ts'

export interface TestApp {
  app: App
  database: Database
  /** Sends a request as a role; without one as nobody. Paths begin with /api. */
  send(path: string, options?: SendOptions): Promise<Response>
  /** The answer of an endpoint, checked against its schema. */
  ask<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input?: EndpointInput<P, Q, B>,
    options?: SendOptions,
  ): Promise<z.output<A>>
  close(): Promise<void>
}

export interface SendOptions {
  as?: { role: Role; area?: PermissionArea } | null
  method?: string
  headers?: Record<string, string>
  body?: unknown
  /** Aborts when the client hangs up. */
  signal?: AbortSignal
}

export const planner = { role: 'planner' } as const

/** The whole API on a fresh database with the given cities, without a network. Demo mode, unless told otherwise. */
export async function openTestApp({
  cities = [],
  environment = {},
  now,
}: {
  cities?: CityDataset[]
  environment?: Record<string, string>
  /** The clock of sessions and codes. */
  now?: () => number
} = {}): Promise<TestApp> {
  const { database, drop } = await openTestDatabase()
  for (const facts of cities) await createCity(database, facts, { actor: 'test', note: 'test data' })
  const test = await createTestApp(database, environment, now)
  return {
    ...test,
    async close() {
      await test.app.close()
      await drop()
    },
  }
}

/** The API on a database that is there already. */
export async function createTestApp(
  database: Database,
  environment: Record<string, string> = {},
  now?: () => number,
): Promise<TestApp> {
  const settings = readSettings({ DEMO_MODE: 'on', LOG_LEVEL: 'silent', ...environment })
  const app = await createApp({
    settings,
    database,
    sessionSecret: 'x'.repeat(32),
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    ...(now ? { now } : {}),
  })
  const cookies = new Map<string, string>()

  const cookieOf = async (as: { role: Role; area?: PermissionArea }): Promise<string> => {
    const key = JSON.stringify(as)
    const known = cookies.get(key)
    if (known !== undefined) return known
    const answer = await app.fetch(
      new Request('http://test/api/session/demo', {
        method: startDemoSession.method.toUpperCase(),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(as),
      }),
    )
    const cookie = itemAt((answer.headers.get('set-cookie') ?? '').split(';'), 0)
    cookies.set(key, cookie)
    return cookie
  }

  const send: TestApp['send'] = async (
    path,
    { as = planner, method = 'GET', headers = {}, body, signal } = {},
  ) => {
    const cookie: Record<string, string> = as === null ? {} : { cookie: await cookieOf(as) }
    return app.fetch(
      new Request(`http://test${path}`, {
        method,
        ...(signal === undefined ? {} : { signal }),
        headers: {
          ...cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
  }

  return {
    app,
    database,
    send,
    ask: (endpoint, input = {}, options = {}) =>
      callEndpoint((path, asked) => send(path, { ...options, ...asked }), endpoint, input),
    close: () => app.close(),
  }
}

export { ApiProblemError }

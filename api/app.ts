import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Database } from './db/database.ts'
import { toAppError } from './db/database-errors.ts'
import { AppError } from './errors.ts'
import { cityRoutes } from './features/city/city-routes.ts'
import { eventHub } from './features/city/event-hub.ts'
import { serviceRoutes } from './features/service/service-routes.ts'
import { sessionRoutes } from './features/session/session-routes.ts'
import { answerTile } from './features/tiles/answer-tile.ts'
import { tileRoutes } from './features/tiles/tile-routes.ts'
import { tileService } from './features/tiles/tile-service.ts'
import { compress } from './http/compress.ts'
import { refuseForeignOrigin } from './http/foreign-origin.ts'
import { onError, onNotFound, problemAnswer } from './http/problem-answer.ts'
import type { RequestEnv } from './http/request-context.ts'
import { requestLog } from './http/request-log.ts'
import { SECURITY_HEADERS } from './http/security-headers.ts'
import { sessionReader } from './http/session-of.ts'
import { sessionTokens } from './http/session-token.ts'
import { staticFiles } from './http/static-files.ts'
import type { Settings } from './settings.ts'
import { citiesInMemory, type Cities } from './snapshot/cities.ts'
import { watchRevisions } from './snapshot/watch-revisions.ts'

export interface App {
  fetch: OpenAPIHono<RequestEnv>['fetch']
  /** Answers tiles the short way; false: hand the request to `fetch`. So does `otherwise` later, if it must. */
  answerTile: (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => boolean
  cities: Cities
  close(): Promise<void>
}

/** JSON bodies are small; files have their own limit where they arrive. */
const MOST_JSON_BYTES = 1024 * 1024

/** Puts the rooms together. `webFolder`: the built web app, if it is to be served. */
export async function createApp({ settings, database, sessionSecret, log, version, webFolder }: {
  settings: Settings
  database: Database
  sessionSecret: string
  log: Logger
  version: string
  webFolder?: string | undefined
}): Promise<App> {
  const cities = citiesInMemory(database, settings.CITIES_IN_MEMORY)
  const events = eventHub(cities)
  const tiles = tileService(cities, settings.TILE_CACHE_MB * 1024 * 1024)
  const tokens = sessionTokens(sessionSecret)
  const sessionOf = sessionReader(tokens, settings.demoMode)
  const stopWatching = await watchRevisions({ database, cities, pollSeconds: settings.POLL_SECONDS, log })

  const app = new OpenAPIHono<RequestEnv>()
  app.use(requestLog(log))
  app.use(async (context, next) => {
    context.set('session', sessionOf({ cookie: context.req.header('cookie') }))
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.res.headers.set(name, value)
  })
  app.use(compress)
  app.use(refuseForeignOrigin)
  app.use('/api/*', bodyLimit({
    maxSize: MOST_JSON_BYTES,
    onError: (context: Context<RequestEnv>) => problemAnswer(context, new AppError('too_large', 'the body is larger than 1 MB', { limitBytes: MOST_JSON_BYTES })),
  }))

  const api = new OpenAPIHono<RequestEnv>()
  serviceRoutes(api, { database, cities, version })
  sessionRoutes(api, tokens, settings.demoMode)
  cityRoutes(api, cities, events)
  tileRoutes(api, cities, tiles, (context) => settings.PUBLIC_URL?.replace(/\/$/, '') ?? new URL(context.req.url).origin)
  api.all('*', onNotFound)
  app.route('/api', api)
  if (webFolder !== undefined) app.get('*', staticFiles(webFolder))
  app.notFound(onNotFound)
  app.onError(onError(toAppError))

  return {
    fetch: app.fetch,
    answerTile: answerTile(tiles, sessionOf),
    cities,
    async close() {
      events.close()
      await stopWatching()
    },
  }
}

import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import type { Logger } from 'pino'
import { type Access, openAccess } from './access/access.ts'
import { openCompute } from './compute/open-compute.ts'
import type { Database } from './db/database.ts'
import { toAppError } from './db/database-errors.ts'
import { openDesk } from './drafting/open-desk.ts'
import { watchDrafts } from './drafting/watch-drafts.ts'
import { AppError } from './errors.ts'
import { accountRoutes } from './features/accounts/account-routes.ts'
import { credentialRoutes } from './features/accounts/credential-routes.ts'
import { securityRoutes } from './features/accounts/security-routes.ts'
import { auditRoutes } from './features/audit/audit-routes.ts'
import { basemapRoutes } from './features/basemap/basemap-routes.ts'
import { cityRoutes } from './features/city/city-routes.ts'
import { coverageRoutes } from './features/coverage/coverage-routes.ts'
import { indicatorRoutes } from './features/coverage/indicator-routes.ts'
import { readIndicators } from './features/coverage/read-indicators.ts'
import { closeCovered } from './features/gaps/close-covered.ts'
import { gapRoutes } from './features/gaps/gap-routes.ts'
import { sitingRoutes } from './features/siting/siting-routes.ts'
import { eventHub } from './features/city/event-hub.ts'
import { draftRoutes } from './features/drafts/draft-routes.ts'
import { historyRoutes } from './features/history/history-routes.ts'
import { reviewRoutes } from './features/review/review-routes.ts'
import { draftOgcRoutes } from './features/ogc/draft-ogc-routes.ts'
import { ogcRoutes } from './features/ogc/ogc-routes.ts'
import { screenRoutes } from './features/screens/screen-routes.ts'
import { serviceRoutes } from './features/service/service-routes.ts'
import type { Door } from './features/session/door.ts'
import { openProvider } from './features/session/provider.ts'
import { providerRoutes } from './features/session/provider-routes.ts'
import { sessionRoutes } from './features/session/session-routes.ts'
import { settingsRoutes } from './features/settings/settings-routes.ts'
import { systemRoutes } from './features/system/system-routes.ts'
import { answerTile } from './features/tiles/answer-tile.ts'
import { exportRoutes } from './features/transfer/export-routes.ts'
import { openImportJobs } from './features/transfer/import-jobs.ts'
import { importRoutes } from './features/transfer/import-routes.ts'
import { isUpload } from './features/transfer/is-upload.ts'
import { tileRoutes } from './features/tiles/tile-routes.ts'
import { tileService } from './features/tiles/tile-service.ts'
import { openWebhooks } from './features/webhooks/open-webhooks.ts'
import { webhookRoutes } from './features/webhooks/webhook-routes.ts'
import { openDoor } from './features/session/open-door.ts'
import { clientOf } from './http/client-of.ts'
import { compress } from './http/compress.ts'
import { credentialsOf } from './http/credentials-of.ts'
import { endWithSession } from './http/end-with-session.ts'
import { refuseForeignOrigin } from './http/foreign-origin.ts'
import { pathKeyIn, pathPrefixOf } from './http/path-key.ts'
import { onError, onNotFound, problemAnswer } from './http/problem-answer.ts'
import type { RequestEnv } from './http/request-context.ts'
import { rateLimit } from './http/rate-limit.ts'
import { requestLog } from './http/request-log.ts'
import { frameHeaders, HTTPS_HEADERS, SECURITY_HEADERS } from './http/security-headers.ts'
import { staticFiles } from './http/static-files.ts'
import type { Settings } from './settings.ts'
import { citiesInMemory, type Cities } from './snapshot/cities.ts'
import { coverageTables } from './snapshot/coverage-tables.ts'
import { watchRevisions } from './snapshot/watch-revisions.ts'

export interface App {
  fetch: Fetch
  /** Answers tiles the short way; false: hand the request to `fetch`. So does `otherwise` later, if it must. */
  answerTile: (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => boolean
  cities: Cities
  access: Access
  /** Takes up imports that were under way when the server ended, and clears away what nobody waits for. Before the first request. */
  resumeTransfers(): Promise<void>
  close(): Promise<void>
}

/** JSON bodies are small; files have their own limit where they arrive. */
const MOST_JSON_BYTES = 1024 * 1024

/** Puts the rooms together. `webFolder`: the built web app, if it is to be served. */
export async function createApp({
  settings,
  database,
  sessionSecret,
  log,
  version,
  webFolder,
  now = Date.now,
}: {
  settings: Settings
  database: Database
  sessionSecret: string
  log: Logger
  version: string
  webFolder?: string | undefined
  /** The clock of sessions, codes and limits. */
  now?: () => number
}): Promise<App> {
  const cities = citiesInMemory(database, settings.CITIES_IN_MEMORY, now)
  const events = eventHub(cities)
  const compute = openCompute()
  const stopClosing = closeCovered({ database, cities, log })
  const tiles = tileService(cities, settings.TILE_CACHE_MB * 1024 * 1024)
  const publicUrl = settings.PUBLIC_URL?.replace(/\/$/, '')
  const access = await openAccess({
    database,
    secret: sessionSecret,
    demoMode: settings.demoMode,
    publicHost: publicUrl === undefined ? undefined : new URL(publicUrl).host,
    pollSeconds: settings.POLL_SECONDS,
    log,
    now,
  })
  const door = openDoor({ database, access, secret: sessionSecret, now })
  const stopWatching = await watchRevisions({ database, cities, pollSeconds: settings.POLL_SECONDS, log })

  /** Begins the addresses that answers name: where readers reach this server, and the key in the path if there was one. */
  const baseOf = (context: Context<RequestEnv>) =>
    (publicUrl ?? new URL(context.req.url).origin) + pathPrefixOf(context.env?.pathKey)

  const app = new OpenAPIHono<RequestEnv>()
  app.use(requestLog(log))
  app.use(async (context, next) => {
    const client = clientOf(
      { header: (name) => context.req.header(name), url: context.req.url },
      context.env,
      settings.TRUSTED_PROXIES,
    )
    if (publicUrl?.startsWith('https:')) client.secure = true
    context.set('client', client)
    context.set('audit', access.audit)
    await next()
    if (context.res.headers.get('content-type')?.startsWith('text/event-stream')) {
      context.res = endWithSession(context.res, (end) => access.onEnd(credentialsOf(context), end))
    }
    for (const [name, value] of Object.entries({
      ...SECURITY_HEADERS,
      ...frameHeaders(context.req.path),
      ...(client.secure ? HTTPS_HEADERS : {}),
    }))
      context.res.headers.set(name, value)
  })
  app.use(compress)
  app.use('/api/*', async (context, next) => {
    context.set('session', await access.findSession(credentialsOf(context)))
    await next()
  })
  app.use('/api/*', rateLimit(settings.REQUESTS_PER_MINUTE, now))
  app.use('/api/*', refuseForeignOrigin)
  const limitJson = bodyLimit({
    maxSize: MOST_JSON_BYTES,
    onError: (context: Context<RequestEnv>) =>
      problemAnswer(
        context,
        new AppError('too_large', 'the body is larger than 1 MB', { limitBytes: MOST_JSON_BYTES }),
      ),
  })
  // to ask a request for its body makes it a whole stream: those that have none are not asked
  const hasNoBody = (method: string) => method === 'GET' || method === 'HEAD'
  app.use('/api/*', (context, next) =>
    hasNoBody(context.req.method) || isUpload(context.req.method, context.req.path)
      ? next()
      : limitJson(context, next),
  )

  const api = new OpenAPIHono<RequestEnv>()
  serviceRoutes(api, { database, cities, version })
  const provider = providerOf(settings, door, sessionSecret)
  sessionRoutes(api, door, { demoMode: settings.demoMode, provider: provider?.name ?? null })
  providerRoutes(api, door, provider)
  accountRoutes(api, { ...door, now })
  credentialRoutes(api, { database, access, now })
  securityRoutes(api, { access })
  auditRoutes(api, { database, cities, now })
  settingsRoutes(api, { database, cities, hasTiandituKey: settings.TIANDITU_KEY !== undefined })
  systemRoutes(api, { database, cities, access, version, dataDir: settings.DATA_DIR, tileCache: tiles.cache })
  cityRoutes(api, cities, events)
  gapRoutes(api, { database, cities, now })
  screenRoutes(api, { database, cities, now })
  const tables = coverageTables(compute)
  const indicators = readIndicators(database)
  const desk = openDesk({ database, cities, now })
  coverageRoutes(api, { cities, tables, indicators, desk, compute })
  indicatorRoutes(api, { cities, indicators })
  sitingRoutes(api, { database, cities, tables, compute, secret: sessionSecret })
  const watch = await watchDrafts(desk, log)
  draftRoutes(api, desk, watch)
  reviewRoutes(api, desk)
  historyRoutes(api, desk)
  tileRoutes(api, cities, tiles, baseOf)
  basemapRoutes(api, {
    cities,
    networks: settings.BASEMAP_NETWORKS ?? [],
    tiandituKey: settings.TIANDITU_KEY,
    now,
  })
  ogcRoutes(api, { cities, baseOf, version, now })
  draftOgcRoutes(api, { desk, baseOf, version })
  const imports = openImportJobs({
    database,
    desk,
    folder: path.join(settings.DATA_DIR, 'imports'),
    onFault: (error) => log.error({ err: error }, 'an import failed'),
  })
  importRoutes(api, { database, jobs: imports, now })
  const exportFolder = path.join(settings.DATA_DIR, 'exports')
  exportRoutes(api, { database, cities, folder: exportFolder, now })
  const webhooks = await openWebhooks({
    database,
    cities,
    secret: sessionSecret,
    networks: settings.WEBHOOK_NETWORKS ?? [],
    pollSeconds: settings.POLL_SECONDS,
    log,
    now,
  })
  webhookRoutes(api, { webhooks, access, cities })
  api.all('*', onNotFound)
  app.route('/api', api)
  if (webFolder !== undefined) app.get('*', staticFiles(webFolder))
  app.notFound(onNotFound)
  app.onError(onError(toAppError))

  return {
    fetch: withPathKey(app.fetch),
    answerTile: answerTile(tiles, access.sessionOf),
    cities,
    access,
    async resumeTransfers() {
      await rm(exportFolder, { recursive: true, force: true })
      await imports.resume()
    },
    async close() {
      await imports.close()
      await webhooks.close()
      events.close()
      await watch.close()
      await stopWatching()
      stopClosing()
      await compute.close()
      await access.close()
    },
  }
}

function providerOf(
  { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_CLAIM, PUBLIC_URL }: Settings,
  door: Door,
  secret: string,
) {
  if (
    OIDC_ISSUER === undefined ||
    OIDC_CLIENT_ID === undefined ||
    OIDC_CLIENT_SECRET === undefined ||
    PUBLIC_URL === undefined
  )
    return null
  return openProvider(door, {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    name: OIDC_NAME,
    claim: OIDC_CLAIM,
    publicUrl: PUBLIC_URL.replace(/\/$/, ''),
    secret,
  })
}

/** A request whose address carries a key is what it would be with the key in a header; no log line and no route sees it. */
function withPathKey(fetch: Fetch): Fetch {
  return (request, env, execution) => {
    const { pathname, search, origin } = new URL(request.url)
    const found = pathKeyIn(pathname)
    if (found === null) return fetch(request, env, execution)
    const plain = new Request(`${origin}${found.rest}${search}`, request)
    plain.headers.set('x-api-key', found.key)
    return fetch(plain, { ...env, pathKey: found.key }, execution)
  }
}

type Fetch = OpenAPIHono<RequestEnv>['fetch']

import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import type { Logger } from 'pino'
import { sendAuditHeadsHourly } from './audit/send-audit-heads.ts'
import { type AccessControl, openAccessControl } from './access/access-control.ts'
import { createStepRunner } from './drafts/steps/step-runner.ts'
import { createComputeClient } from './coverage/compute/compute-client.ts'
import type { Database } from './db/database.ts'
import { toAppError } from './db/database-errors.ts'
import { createDraftService } from './drafts/draft-service.ts'
import { watchDrafts } from './drafts/watch/watch-drafts.ts'
import { registerAccountRoutes } from './features/accounts/account-routes.ts'
import { registerAuditorRequestRoutes } from './features/accounts/auditor-request-routes.ts'
import { registerCredentialRoutes } from './features/accounts/credential-routes.ts'
import { registerSecurityRoutes } from './features/accounts/security-routes.ts'
import { registerAuditRoutes } from './features/audit/audit-routes.ts'
import { openBasemapFiles } from './features/basemap/files/basemap-files.ts'
import { registerBasemapRoutes } from './features/basemap/basemap-routes.ts'
import { registerCityRoutes } from './features/city/city-routes.ts'
import { registerCoverageRoutes } from './features/coverage/coverage-routes.ts'
import { createPastCities } from './coverage/past-cities.ts'
import { registerIndicatorRoutes } from './features/coverage/indicator-routes.ts'
import { createIndicatorReader } from './coverage/indicator-reader.ts'
import { closeCoveredGaps } from './coverage/gaps/close-covered-gaps.ts'
import { registerGapRoutes } from './features/gaps/gap-routes.ts'
import { registerSitingRoutes } from './features/siting/siting-routes.ts'
import { createEventHub } from './features/city/event-hub.ts'
import { registerDraftRoutes } from './features/drafts/draft-routes.ts'
import { registerHistoryRoutes } from './features/history/history-routes.ts'
import { registerReviewRoutes } from './features/review/review-routes.ts'
import { registerDraftOgcRoutes } from './features/ogc/draft-ogc-routes.ts'
import { registerOgcRoutes } from './features/ogc/ogc-routes.ts'
import { registerScreenRoutes } from './features/screens/screen-routes.ts'
import { registerServiceRoutes } from './features/system/service-routes.ts'
import { createConfiguredProvider } from './features/session/create-configured-provider.ts'
import { registerProviderRoutes } from './features/session/provider-routes.ts'
import { registerSessionRoutes } from './features/session/session-routes.ts'
import { isSettingUp } from './features/setup/read-setup.ts'
import { registerSetupRoutes } from './features/setup/setup-routes.ts'
import { registerSettingsRoutes } from './features/settings/settings-routes.ts'
import { registerSystemRoutes } from './features/system/system-routes.ts'
import { createFastTileHandler } from './features/tiles/fast-tile-handler.ts'
import { registerExportRoutes } from './features/transfer/export-routes.ts'
import { openImportJobs } from './transfer/jobs/import-jobs.ts'
import { registerImportRoutes } from './features/transfer/import-routes.ts'
import { isUploadRequest } from './features/transfer/is-upload-request.ts'
import { registerTileRoutes } from './features/tiles/tile-routes.ts'
import { createTileService } from './features/tiles/tile-service.ts'
import { openWebhooks } from './features/webhooks/open-webhooks.ts'
import { registerWebhookRoutes } from './features/webhooks/webhook-routes.ts'
import { createSignInContext } from './features/session/create-sign-in-context.ts'
import { createForwardingWatch } from './http/forwarding-watch.ts'
import { readClientInfo } from './http/client-info.ts'
import { goFirst } from './http/middleware/go-first.ts'
import { compress } from './http/middleware/compress.ts'
import { readCredentials } from './http/read-credentials.ts'
import { createEventStreamLimiter } from './http/responses/limit-event-stream.ts'
import { limitJson } from './http/middleware/limit-json.ts'
import { rejectCrossOrigin } from './http/middleware/reject-cross-origin.ts'
import { buildLinkBase } from './http/link-base.ts'
import { setDefaultCacheHeaders } from './http/middleware/default-cache-headers.ts'
import { withPathKey } from './http/with-path-key.ts'
import { createErrorHandler, handleNotFound } from './http/responses/problem-response.ts'
import type { RequestEnv } from './http/request-context.ts'
import { createReadersOwnWrites } from './http/middleware/read-own-writes.ts'
import { createWorkQueues } from './http/work-queues.ts'
import { rateLimit } from './http/middleware/rate-limit.ts'
import { requestLog } from './http/middleware/request-log.ts'
import { getFrameHeaders, HTTPS_HEADERS, SECURITY_HEADERS } from './http/security-headers.ts'
import { serveStaticFiles } from './http/responses/serve-static-files.ts'
import { removeTemporaryFolders } from './runtime/files/unfinished-files.ts'
import type { Settings } from './runtime/settings.ts'
import { createSnapshotCache, type SnapshotCache } from './snapshot/snapshot-cache.ts'
import { createCoverageTableCache } from './coverage/coverage-table-cache.ts'
import { watchRevisions } from './snapshot/watch-revisions.ts'

export interface App {
  fetch: OpenAPIHono<RequestEnv>['fetch']
  /**
   * Answers requests for tiles without the framework. Returns false, or calls `otherwise` later, when the
   * request has to go to `fetch`.
   */
  answerTile: (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => boolean
  cities: SnapshotCache
  access: AccessControl
  /**
   * Resumes imports that the last run of the server did not finish, and deletes unfinished exports. Call it
   * before the first request.
   */
  resumeTransfers(): Promise<void>
  close(): Promise<void>
}

/**
 * Composes the application: services, middleware, routes. `webFolder`: the built web app, if it is to be
 * served.
 */
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
  const cities = createSnapshotCache(database, settings.CITIES_IN_MEMORY, now)
  const ownWrites = createReadersOwnWrites()
  const events = createEventHub(cities)
  const compute = createComputeClient()
  const steps = createStepRunner()
  const tables = createCoverageTableCache(compute)
  const stopClosing = closeCoveredGaps({ database, cities, tables, log })
  const tiles = createTileService(cities, settings.TILE_CACHE_MB * 1024 * 1024)
  const publicUrl = settings.PUBLIC_URL?.replace(/\/$/, '')
  const access = await openAccessControl({
    database,
    secret: sessionSecret,
    demoMode: settings.demoMode,
    publicHost: publicUrl === undefined ? undefined : new URL(publicUrl).host,
    pollSeconds: settings.POLL_SECONDS,
    log,
    now,
  })
  const stopSendingHeads =
    settings.AUDIT_HEADS_URL === undefined
      ? () => undefined
      : sendAuditHeadsHourly(database, {
          target: new URL(settings.AUDIT_HEADS_URL),
          audit: access.audit,
          log,
        })
  const signIn = createSignInContext({ database, access, secret: sessionSecret, now })
  const stopLogging = cities.onChange(({ snapshot: { code, revision } }) =>
    log.info({ city: code, revision }, 'the city has a new revision'),
  )
  const stopWatching = await watchRevisions({ database, cities, pollSeconds: settings.POLL_SECONDS, log })

  const baseOf = (context: Context<RequestEnv>) => buildLinkBase(context, publicUrl)

  const forwarding = createForwardingWatch(log, settings.TRUSTED_PROXIES, now)
  const queues = createWorkQueues()
  const limitEventStream = createEventStreamLimiter(access.onEnd)
  const app = new OpenAPIHono<RequestEnv>()
  app.use(requestLog(log), goFirst)
  app.use(async (context, next) => {
    const client = readClientInfo(
      { header: (name) => context.req.header(name), url: context.req.url },
      context.env,
      settings.TRUSTED_PROXIES,
    )
    forwarding.notice((name) => context.req.header(name))
    if (publicUrl?.startsWith('https:')) client.secure = true
    context.set('client', client)
    context.set('audit', access.audit)
    context.set('queues', queues)
    context.set('isSettingUp', (city) => isSettingUp(database, city))
    await next()
    if (context.res.headers.get('content-type')?.startsWith('text/event-stream'))
      context.res = await limitEventStream(context)
    for (const [name, value] of Object.entries({
      ...SECURITY_HEADERS,
      ...getFrameHeaders(context.req.path),
      ...(client.secure ? HTTPS_HEADERS : {}),
    }))
      context.res.headers.set(name, value)
  })
  app.use(compress)
  app.use('/api/*', setDefaultCacheHeaders)
  app.use('/api/*', async (context, next) => {
    context.set('session', await access.findSession(readCredentials(context)))
    await next()
  })
  app.use('/api/*', ownWrites.middleware)
  app.use('/api/*', rateLimit(settings.REQUESTS_PER_MINUTE, now))
  app.use('/api/*', rejectCrossOrigin)
  app.use('/api/*', limitJson(isUploadRequest))

  const api = new OpenAPIHono<RequestEnv>()
  registerServiceRoutes(api, { database, cities, version })
  const provider = createConfiguredProvider(settings, signIn, sessionSecret)
  registerSessionRoutes(api, signIn, { demoMode: settings.demoMode, provider: provider?.name ?? null })
  registerProviderRoutes(api, signIn, provider)
  registerAccountRoutes(api, { ...signIn, now })
  registerAuditorRequestRoutes(api, { ...signIn, now })
  registerCredentialRoutes(api, { database, access, now })
  registerSecurityRoutes(api, { access })
  registerAuditRoutes(api, { database, cities, now })
  const basemapFiles = openBasemapFiles(path.join(settings.DATA_DIR, 'basemaps'))
  registerSettingsRoutes(api, {
    database,
    cities,
    checkBasemapFile: basemapFiles.check,
    hasTiandituKey: settings.TIANDITU_KEY !== undefined,
  })
  registerSystemRoutes(api, {
    database,
    cities,
    access,
    forwarding,
    version,
    dataDir: settings.DATA_DIR,
    tileCache: tiles.cache,
  })
  registerSetupRoutes(api, { database, cities, now })
  registerCityRoutes(api, { database, cities, events, now })
  registerGapRoutes(api, { database, cities, tables, compute, now })
  const past = createPastCities(database, cities)
  registerScreenRoutes(api, { database, cities, tables, past, now })
  const indicators = createIndicatorReader(database)
  const draftService = createDraftService({ database, cities, now, steps, findIssues: compute.draftIssues })
  registerCoverageRoutes(api, { cities, tables, indicators, draftService, compute, past })
  registerIndicatorRoutes(api, { cities, indicators })
  registerSitingRoutes(api, { database, cities, tables, compute, secret: sessionSecret })
  const watch = await watchDrafts(draftService, log)
  registerDraftRoutes(api, { draftService, watcher: watch })
  registerReviewRoutes(api, draftService)
  registerHistoryRoutes(api, draftService)
  registerTileRoutes(api, cities, tiles, baseOf)
  registerBasemapRoutes(api, {
    cities,
    files: basemapFiles,
    networks: settings.BASEMAP_NETWORKS ?? [],
    tiandituKey: settings.TIANDITU_KEY,
    now,
  })
  registerOgcRoutes(api, { cities, baseOf, version, now })
  registerDraftOgcRoutes(api, { draftService, baseOf, version })
  const imports = openImportJobs({
    database,
    draftService,
    folder: path.join(settings.DATA_DIR, 'imports'),
    queue: queues.imports,
    onFault: (error) => log.error({ err: error }, 'an import failed'),
  })
  registerImportRoutes(api, { database, jobs: imports, now })
  const exportFolder = path.join(settings.DATA_DIR, 'exports')
  registerExportRoutes(api, { database, cities, folder: exportFolder, now })
  const webhooks = await openWebhooks({
    database,
    cities,
    tables,
    secret: sessionSecret,
    networks: settings.WEBHOOK_NETWORKS ?? [],
    pollSeconds: settings.POLL_SECONDS,
    log,
    now,
  })
  registerWebhookRoutes(api, { webhooks, access, cities, tables })
  api.all('*', handleNotFound)
  app.route('/api', api)
  app.all('/k', handleNotFound)
  app.all('/k/*', handleNotFound)
  if (webFolder !== undefined) app.get('*', serveStaticFiles(webFolder))
  app.notFound(handleNotFound)
  app.onError(createErrorHandler(toAppError))

  return {
    fetch: withPathKey(app.fetch),
    answerTile: createFastTileHandler(tiles, access.sessionOf, ownWrites.leastRevision),
    cities,
    access,
    async resumeTransfers() {
      await rm(exportFolder, { recursive: true, force: true })
      for (const kind of ['file', 'import']) await removeTemporaryFolders(kind)
      await imports.resume()
    },
    async close() {
      await imports.close()
      await basemapFiles.close()
      await webhooks.close()
      events.close()
      await watch.close()
      await stopWatching()
      stopLogging()
      stopClosing()
      stopSendingHeads()
      await compute.close()
      await steps.close()
      await cities.close()
      await access.close()
    },
  }
}

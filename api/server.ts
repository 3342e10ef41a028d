import { getRequestListener } from '@hono/node-server'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Logger, pino } from 'pino'
import { FIRST_ADMIN_LINK_MINUTES, issueFirstAdminLink } from './accounts/first-admin-link.ts'
import { createApp } from './app.ts'
import { createProgressBar } from './runtime/progress-bar.ts'
import { toDatabaseSettings } from './db/database-settings.ts'
import type { Database } from './db/database.ts'
import { describeFullDisk } from './db/describe-full-disk.ts'
import { migrate } from './db/migrations/migrate.ts'
import { openDatabase } from './db/open-database.ts'
import { ensureDemoCityApart, isDemoCityMissing } from './demo/ensure-demo-city.ts'
import { StartError } from './errors.ts'
import { logOptions } from './http/log-options.ts'
import { startHttpServer } from './runtime/http-server.ts'
import { serveMaintenanceCommands } from './maintenance/command-socket.ts'
import { collectGarbage, limitHeapGrowth } from './runtime/heap-limits.ts'
import { packageRoot } from './runtime/package-root.ts'
import { lowerHelperThreads } from './threads/thread-priority.ts'
import { loadSessionSecret } from './runtime/load-session-secret.ts'
import { isLoopback, readSettings, type Settings } from './runtime/settings.ts'

/** How long requests that are under way may take after the server was told to stop. */
const GRACE_MS = 3000

/** How long the door stays open after that. */
const LAST_CALL_MS = 300

async function start(): Promise<void> {
  // what it writes, the database and copies of files among it, is nobody else's on the machine
  process.umask(0o077)
  limitHeapGrowth()
  await lowerHelperThreads()
  const settings = readSettings(process.env)
  const log = pino({ ...logOptions, level: settings.LOG_LEVEL }, pino.destination({ dest: 2, sync: false }))
  endOnUncaught(log)
  const listener = await startHttpServer(settings.HOST, settings.PORT)
  const database = await openWithCity(settings)

  const webFolder = path.join(packageRoot, 'dist/web')
  const app = await createApp({
    settings,
    database,
    sessionSecret: loadSessionSecret(settings),
    log,
    version: versionOf(),
    webFolder: existsSync(webFolder) ? webFolder : undefined,
  })
  for (const city of (await app.cities.list()).slice(0, settings.CITIES_IN_MEMORY)) {
    if (city.state === 'ready') await app.cities.get(city.code)
  }
  await app.resumeTransfers()
  const serve = getRequestListener(app.fetch)
  listener.handle((request, response) => {
    const byRoute = () => void serve(request, response)
    if (!app.answerTile(request, response, byRoute)) byRoute()
  })
  database.announce(listener.url)
  const stopCommands =
    settings.DATABASE_URL === undefined
      ? await serveMaintenanceCommands(database, settings.DATA_DIR, versionOf())
      : async () => undefined

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    // what is on its way already still gets in: closing would cut off requests that nobody has read yet
    await wait(LAST_CALL_MS)
    const force = setTimeout(() => listener.server.closeAllConnections(), GRACE_MS)
    force.unref()
    await app.close()
    await stopCommands()
    listener.server.closeIdleConnections()
    await new Promise((resolve) => listener.server.close(resolve))
    await database.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())

  const nextSteps = settings.demoMode
    ? '  演示模式：无需账号，一键切换角色 · demo mode: roles without accounts\n\n'
    : await describeFirstSignIn(settings, database, listener.url)
  // last: whoever reads it may send a request or a signal at once
  process.stdout.write(`\n  治理网格一张图 · Governance Grid Map\n  ${listener.url}\n\n${nextSteps}`)
}

/**
 * How the first administrator comes in, while there is no account. The one-time link is for who has started the server:
 * it is never logged, and printed only where nobody else reads what is printed – on a machine that serves itself alone,
 * or to a terminal.
 */
async function describeFirstSignIn(settings: Settings, database: Database, url: string): Promise<string> {
  if (!isLoopback(settings.HOST) && !process.stdout.isTTY) return ''
  const token = await issueFirstAdminLink(database, Date.now())
  if (token === null) return ''
  const base = settings.PUBLIC_URL?.replace(/\/$/, '') ?? url
  const minutes = String(FIRST_ADMIN_LINK_MINUTES)
  return `  还没有账号：${minutes} 分钟内打开此链接，创建第一个管理员（只能用一次）
  No accounts yet: open this link within ${minutes} minutes to make the first administrator (good once)
  ${base}/first#${token}\n\n`
}

/** The database, migrated, and with the demo city in it unless that is switched off. */
async function openWithCity(settings: Settings): Promise<Database> {
  const open = () =>
    openDatabase({ ...toDatabaseSettings(settings), onStep: (step) => process.stdout.write(`  ${step}\n`) })
  const progress = createProgressBar('演示城市 · demo city')
  // an embedded database would keep the memory that a whole city's writing takes: another process writes it
  if (settings.DEMO_CITY !== 'off' && isNewDataFolder(settings)) await ensureDemoCityApart(progress)
  const database = await open()
  await migrate(database)
  if (settings.DEMO_CITY === 'off') return database
  if (!(await isDemoCityMissing(database))) return database
  if (settings.DATABASE_URL !== undefined) {
    await ensureDemoCityApart(progress)
    return database
  }
  await database.close()
  collectGarbage()
  await ensureDemoCityApart(progress)
  return open()
}

/** Whether the embedded database has a folder to itself that is empty, or not there yet. */
const isNewDataFolder = ({ DATABASE_URL, DATA_DIR }: Settings): boolean =>
  DATABASE_URL === undefined && (!existsSync(DATA_DIR) || readdirSync(DATA_DIR).length === 0)

/**
 * What nobody has caught leaves the program in a state that nobody knows: it is written down like every other
 * fault, without the values that a database's error carries, and the process ends for whatever watches over
 * it to start anew.
 */
function endOnUncaught(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the server ends: nobody has caught this')
    log.flush(() => process.exit(1))
  })
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}

// whoever read the greeting may be gone: that is no reason to end
process.stdout.on('error', () => undefined)

start().catch((error: unknown) => {
  const reason = error instanceof StartError ? error.message : describeFullDisk(error)
  const unknown = `The server could not start: ${error instanceof Error ? error.stack : String(error)}`
  process.stderr.write(`${reason ?? unknown}\n`)
  process.exit(1)
})

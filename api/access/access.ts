import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { AuditEntry } from '#shared/contract/audit.ts'
import { SecuritySettings } from '#shared/contract/settings-security.ts'
import type { Session } from '#shared/contract/session.ts'
import { appendAudit } from '../db/audit-chain.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { retryTransient } from '../db/retry-transient.ts'
import { withShared } from '../db/with-city.ts'
import type { CredentialHeaders } from '../http/credentials.ts'
import type { SessionOf } from '../http/session-of.ts'
import { accessMemory } from './access-memory.ts'
import { AccountRow, CredentialRow, HorizonRow, SecurityRow, SessionRow } from './access-rows.ts'
import { auditLog, SHARED_LOG, type AuditLog } from './audit-log.ts'
import { flushUse } from './flush-use.ts'
import { holderFinder, type SessionIds } from './holder-finder.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { streamEnds } from './stream-ends.ts'

/** Who may come in, kept in memory on every server and read again when something has changed anywhere. */
export interface Access {
  /** Without waiting; for a session that another server made a moment ago the answer may still be null. */
  sessionOf: SessionOf
  /** The same, but a sound session that is not known here is looked up. */
  findSession(headers: CredentialHeaders): Promise<Session | null>
  /** Ids of sessions, signed and read. */
  ids: SessionIds
  /** The session that the request's cookie carries, if it is one of an account. */
  currentId(headers: CredentialHeaders): string | null
  security(): { version: number; settings: SecuritySettings }
  /** No account can sign in yet. */
  noAccounts(): boolean
  /** For the health page. */
  counts(): { accounts: number; sessions: number; credentials: number; waitingForAudit: number }
  audit: AuditLog
  /**
   * One transaction in the shared schema whose effect every server learns of: this one before the call returns. What
   * is given to `audit` is written with it, so that neither stands without the other.
   */
  write<T>(work: AccessWork<T>): Promise<T>
  /** Calls `end` when these headers no longer give the same holder; for answers that stay open. The answer stops watching. */
  onEnd(headers: CredentialHeaders, end: () => void): () => void
  close(): Promise<void>
}

export type AccessWork<T> = (tx: Queryable, audit: (entry: Omit<AuditEntry, 'at'>) => void) => Promise<T>

const CHANNEL = 'access_changed'
const FLUSH_MS = 60_000

const sql = {
  horizon: loadSql('api/access/sql/horizon.sql'),
  accounts: loadSql('api/access/sql/changed-accounts.sql'),
  sessions: loadSql('api/access/sql/changed-sessions.sql'),
  oneSession: loadSql('api/access/sql/one-session.sql'),
  credentials: loadSql('api/access/sql/changed-credentials.sql'),
  security: loadSql('api/access/sql/security.sql'),
}

export async function openAccess({
  database,
  secret,
  demoMode,
  publicHost,
  pollSeconds,
  log,
  now = Date.now,
}: {
  database: Database
  secret: string
  demoMode: boolean
  /** Name under which readers reach the server, if it was set. */
  publicHost?: string | undefined
  pollSeconds: number
  log: Logger
  now?: () => number
}): Promise<Access> {
  const node = randomUUID()
  const memory = accessMemory()
  let security = { version: 0, settings: SecuritySettings.parse({}) }
  /** All that transactions before this one have written is read. */
  let horizon = 0

  const refresh = oneAtATime(async () => {
    const since = horizon
    const rows = await withShared(database, async (tx) => ({
      // asked first: whatever is committed while the rest is read is read again the next time
      horizon: HorizonRow.array().parse((await tx.query(sql.horizon)).rows)[0]?.horizon ?? 0,
      accounts: AccountRow.array().parse((await tx.query(sql.accounts, [since])).rows),
      sessions: SessionRow.array().parse((await tx.query(sql.sessions, [since, new Date(now())])).rows),
      credentials: CredentialRow.array().parse((await tx.query(sql.credentials, [since])).rows),
      security: SecurityRow.array().parse((await tx.query(sql.security)).rows)[0],
    }))
    memory.put(rows)
    horizon = rows.horizon
    const settings = SecuritySettings.safeParse(rows.security?.settings ?? {})
    if (settings.success) security = { version: rows.security?.version ?? 0, settings: settings.data }
    else
      log.error({ err: settings.error }, 'the security settings cannot be read: what held before still holds')
    memory.forget(now())
    ends.check()
  })

  const finder = holderFinder({
    memory,
    secret,
    demoMode,
    publicHost,
    idleMs: () => security.settings.session.idleMinutes * 60_000,
    now,
  })
  const ends = streamEnds((headers) => finder.find(headers, { touch: false }))
  const audit = auditLog(database, log, now)

  const lookUp = async (id: string) => {
    const { rows } = await withShared(database, (tx) => tx.query(sql.oneSession, [id]))
    const sessions = SessionRow.array().parse(rows)
    // its account may be as new as itself
    if (sessions.some((row) => !memory.accounts.has(row.account_id))) await refresh()
    memory.put({ sessions })
  }

  await refresh()
  const refreshLater = () =>
    void refresh().catch((error: unknown) =>
      log.warn({ err: error }, 'accounts and sessions could not be read again yet'),
    )
  const stopListening = await database.listen(
    CHANNEL,
    (from) => {
      if (from !== node) refreshLater()
    },
    refreshLater,
  )
  const poll = setInterval(refreshLater, pollSeconds * 1000).unref()
  const flush = () => flushUse(database, memory)
  const flushing = setInterval(
    () =>
      void flush().catch((error: unknown) =>
        log.warn({ err: error }, 'last-seen times could not be written yet'),
      ),
    FLUSH_MS,
  ).unref()

  return {
    sessionOf: (headers) => finder.find(headers, { touch: true }),
    async findSession(headers) {
      const known = finder.find(headers, { touch: true })
      const unknown = finder.unknownId(headers)
      if (unknown === null || (known !== null && known.kind !== 'demo')) return known
      await lookUp(unknown)
      return finder.find(headers, { touch: true })
    },
    ids: finder.ids,
    currentId: finder.currentId,
    security: () => security,
    noAccounts: () => memory.accounts.size === 0,
    counts: () => ({
      accounts: memory.accounts.size,
      sessions: memory.sessions.size,
      credentials: memory.credentials.size,
      waitingForAudit: audit.waiting(),
    }),
    audit,
    async write(work) {
      const answer = await retryTransient(() =>
        withShared(database, async (tx) => {
          const entries: AuditEntry[] = []
          const result = await work(tx, (entry) => {
            entries.push({ at: new Date(now()), ...entry })
          })
          await tx.query('select pg_notify($1, $2)', [CHANNEL, node])
          if (entries.length > 0) await appendAudit(tx, SHARED_LOG, entries)
          return result
        }),
      )
      await refresh()
      return answer
    },
    onEnd: ends.watch,
    async close() {
      clearInterval(poll)
      clearInterval(flushing)
      await stopListening()
      await audit.close()
      await flush().catch((error: unknown) =>
        log.warn({ err: error }, 'last-seen times could not be written'),
      )
    },
  }
}

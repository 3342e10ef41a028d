import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { AuditEntry } from '#shared/contract/access/audit.ts'
import { SecuritySettings } from '#shared/contract/access/security-settings.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { retryTransientErrors } from '../db/transaction/retry-transient-errors.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import type { CredentialHeaders } from '../http/credential-headers.ts'
import type { SessionLookup } from '../http/session-lookup.ts'
import { createAccessStore } from './access-store.ts'
import { AccountRow, CredentialRow, HorizonRow, SecuritySettingsRow, SessionRow } from './access-rows.ts'
import { createAuditLog, SHARED_LOG, type AuditLog } from '../audit/audit-log.ts'
import { flushLastSeen } from './flush-last-seen.ts'
import { createPrincipalResolver, type SessionIds } from './principal-resolver.ts'
import { coalesceCalls } from '../runtime/coalesce-calls.ts'
import { createStreamRevoker } from './stream-revoker.ts'

/** Who may come in, kept in memory on every server and read again when something has changed anywhere. */
export interface AccessControl {
  /** Without waiting; for a session that another server made a moment ago the answer may still be null. */
  sessionOf: SessionLookup
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
   * One transaction in the shared schema whose effect every server learns of: this one before the call
   * returns. What is given to `audit` is written with it, so that neither stands without the other.
   */
  write<T>(work: AuditedWork<T>): Promise<T>
  /**
   * Calls `end` when these headers no longer give the same holder; for answers that stay open. The answer
   * stops watching.
   */
  onEnd(headers: CredentialHeaders, end: () => void): () => void
  close(): Promise<void>
}

export type AuditedWork<T> = (tx: Queryable, audit: (entry: Omit<AuditEntry, 'at'>) => void) => Promise<T>

export const ACCESS_CHANNEL = 'access_changed'
const notifyStatement = loadSql('api/db/sql/notify.sql')
const FLUSH_MS = 60_000

const sql = {
  horizon: loadSql('api/access/sql/find-transaction-horizon.sql'),
  accounts: loadSql('api/access/sql/list-changed-accounts.sql'),
  sessions: loadSql('api/access/sql/list-changed-sessions.sql'),
  oneSession: loadSql('api/access/sql/find-session.sql'),
  credentials: loadSql('api/access/sql/list-changed-credentials.sql'),
  security: loadSql('api/access/sql/find-security-settings.sql'),
}

export async function openAccessControl({
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
}): Promise<AccessControl> {
  const node = randomUUID()
  const memory = createAccessStore()
  let security = { version: 0, settings: SecuritySettings.parse({}) }
  /** All that transactions before this one have written is read. */
  let horizon = 0

  const refresh = coalesceCalls(async () => {
    const since = horizon
    const rows = await withSharedSchema(database, async (tx) => ({
      // asked first: whatever is committed while the rest is read is read again the next time
      horizon: HorizonRow.array().parse((await tx.query(sql.horizon)).rows)[0]?.horizon ?? 0,
      accounts: AccountRow.array().parse((await tx.query(sql.accounts, [since])).rows),
      sessions: SessionRow.array().parse((await tx.query(sql.sessions, [since, new Date(now())])).rows),
      credentials: CredentialRow.array().parse((await tx.query(sql.credentials, [since])).rows),
      security: SecuritySettingsRow.array().parse((await tx.query(sql.security)).rows)[0],
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

  const finder = createPrincipalResolver({
    memory,
    secret,
    demoMode,
    publicHost,
    idleMs: () => security.settings.session.idleMinutes * 60_000,
    now,
  })
  const ends = createStreamRevoker((headers) => finder.find(headers, { touch: false }))
  const audit = createAuditLog(database, log, now)

  const lookUp = async (id: string) => {
    const { rows } = await withSharedSchema(database, (tx) => tx.query(sql.oneSession, [id]))
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
    ACCESS_CHANNEL,
    (from) => {
      if (from !== node) refreshLater()
    },
    refreshLater,
  )
  const poll = setInterval(refreshLater, pollSeconds * 1000).unref()
  const flush = () => flushLastSeen(database, memory)
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
      const answer = await retryTransientErrors(() =>
        withSharedSchema(database, async (tx) => {
          const entries: AuditEntry[] = []
          const result = await work(tx, (entry) => {
            entries.push({ at: new Date(now()), ...entry })
          })
          await tx.query(notifyStatement, [ACCESS_CHANNEL, node])
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

import type { HttpBindings } from '@hono/node-server'
import type { Logger } from 'pino'
import type { AuditEntry } from '#shared/contract/access/audit.ts'
import type { Session } from '#shared/contract/access/session.ts'
import type { ClientInfo } from './client-info.ts'
import type { WorkQueues } from './work-queues.ts'
import type { CachedResponse } from './response-cache.ts'

/** Where the routes write what must be known later; see api/audit/audit-log.ts. */
export interface AuditPort {
  /** Resolves when the row is committed. */
  append(entry: Omit<AuditEntry, 'at'>): Promise<void>
  /** Does not wait, and sums up a flood of equal ones. */
  note(entry: Omit<AuditEntry, 'at'>): void
}

/** What every handler finds in the request's context. */
export interface RequestEnv {
  Bindings: HttpBindings & { pathKey?: string }
  Variables: {
    requestId: string
    log: Logger
    session: Session | null
    client: ClientInfo
    audit: AuditPort
    queues: WorkQueues
    /** Set while the request goes before work in pieces; a queue calls it. */
    leaveShortRequests?: () => void
    /** Whether the city is being set up. */
    isSettingUp: (city: string) => Promise<boolean>
    /** Set by an answer whose bytes are kept. */
    kept?: CachedResponse
  }
}

import type { HttpBindings } from '@hono/node-server'
import type { Logger } from 'pino'
import type { AuditEntry } from '#shared/contract/audit.ts'
import type { Session } from '#shared/contract/session.ts'
import type { Client } from './client-of.ts'
import type { KeptAnswer } from './kept-answer.ts'

/** Where the routes write what must be known later; see api/access/audit-log.ts. */
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
    client: Client
    audit: AuditPort
    /** Set by an answer whose bytes are kept. */
    kept?: KeptAnswer
  }
}

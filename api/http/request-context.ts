import type { HttpBindings } from '@hono/node-server'
import type { Logger } from 'pino'
import type { Session } from '#shared/contract/session.ts'

/** What every handler finds in the request's context. */
export interface RequestEnv {
  Bindings: HttpBindings
  Variables: {
    requestId: string
    log: Logger
    session: Session | null
  }
}

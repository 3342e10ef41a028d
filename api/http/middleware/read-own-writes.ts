import type { MiddlewareHandler } from 'hono'
import type { Session } from '#shared/contract/access/session.ts'
import { createReader, raiseRevision, type Reader, runAsReader } from '../../runtime/reader-context.ts'
import { LruMap } from '../../runtime/lru-map.ts'
import type { RequestEnv } from '../request-context.ts'

/** Principals whose writes are remembered at the same time. */
const MAX_READERS = 10_000

/**
 * In the response to a write: the revisions that it committed. In a request: the least revisions that the client accepts.
 * Both as `320900=12`, several separated by commas.
 */
export const REVISION_HEADER = 'x-city-revision'

const HEADER_VALUE = /^[0-9]{6}=[0-9]{1,15}(, ?[0-9]{6}=[0-9]{1,15}){0,9}$/

export interface ReadersOwnWrites {
  middleware: MiddlewareHandler<RequestEnv>
  /** Returns the least revision of a city that a session accepts; 0: any. */
  leastRevision(session: Session, city: string): number
}

/** Makes the requests of a principal see what the principal has written, whatever a replica or the memory holds. */
export function createReadersOwnWrites(): ReadersOwnWrites {
  const readers = new LruMap<string, Reader>(MAX_READERS)
  const keyOf = ({ kind, subject, name }: Session) => `${kind} ${subject} ${name}`
  return {
    leastRevision: (session, city) => readers.peek(keyOf(session))?.revisions.get(city) ?? 0,
    async middleware(context, next) {
      const session = context.get('session')
      const known = session === null ? undefined : readers.get(keyOf(session))
      const { method } = context.req
      const writes = method !== 'GET' && method !== 'HEAD'
      const header = context.req.header(REVISION_HEADER)
      if (known === undefined && header === undefined && !writes) return next()
      const reader = known ?? createReader()
      if (session !== null && writes) readers.set(keyOf(session), reader)
      const accepted = header === undefined || writes ? reader : acceptFrom(reader, header)
      const committed = await runAsReader(accepted, writes, next)
      if (committed.size > 0)
        context.res.headers.set(
          REVISION_HEADER,
          [...committed].map(([city, revision]) => `${city}=${revision}`).join(', '),
        )
    },
  }
}

/** Returns the reader for one request whose header asks for more. An invalid header is ignored. */
function acceptFrom(reader: Reader, header: string): Reader {
  if (!HEADER_VALUE.test(header)) return reader
  const raised: Reader = { ...reader, revisions: new Map(reader.revisions) }
  for (const part of header.split(',')) {
    const [city = '', revision = ''] = part.trim().split('=')
    raiseRevision(raised, city, Number(revision))
  }
  return raised
}

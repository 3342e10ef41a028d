import type { MiddlewareHandler } from 'hono'
import type { Session } from '#shared/contract/access/session.ts'
import { RevisionParam } from '#shared/contract/ids.ts'
import {
  createReader,
  raisePosition,
  raiseRevision,
  type Reader,
  runAsReader,
} from '../../runtime/reader-context.ts'
import { LruMap } from '../../runtime/lru-map.ts'
import type { RequestEnv } from '../request-context.ts'

/** Principals whose writes are remembered at the same time. */
const MAX_READERS = 10_000

/**
 * In the response to a write: the revisions that it committed. In a request: the least revisions that the client accepts.
 * Both as `320900=12`, several separated by commas.
 */
export const REVISION_HEADER = 'x-city-revision'

/**
 * In the response to a write, with replicas: the position in the write-ahead log after it, `0/16B3740`. In a request: what
 * a replica must have replayed to answer. It covers what has no revision, such as the steps of a draft.
 */
export const POSITION_HEADER = 'x-write-position'

const POSITION = /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/

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
      const position = context.req.header(POSITION_HEADER)
      const names = header !== undefined || position !== undefined
      if (known === undefined && !names && !writes) return next()
      const reader = known ?? createReader()
      if (session !== null && writes) readers.set(keyOf(session), reader)
      const accepted = names && !writes ? acceptFrom(reader, header ?? '', position ?? '') : reader
      const committed = await runAsReader(accepted, writes, next)
      if (committed.position !== undefined) context.res.headers.set(POSITION_HEADER, committed.position)
      if (committed.revisions.size > 0)
        context.res.headers.set(
          REVISION_HEADER,
          [...committed.revisions].map(([city, revision]) => `${city}=${revision}`).join(', '),
        )
    },
  }
}

/** Returns the reader for one request whose headers ask for more. An invalid header is ignored. */
function acceptFrom(reader: Reader, header: string, position: string): Reader {
  const raised: Reader = { ...reader, revisions: new Map(reader.revisions) }
  if (POSITION.test(position)) raisePosition(raised, position)
  if (!HEADER_VALUE.test(header)) return raised
  for (const part of header.split(',')) {
    const [city = '', revision = ''] = part.trim().split('=')
    raiseRevision(raised, city, RevisionParam.parse(revision))
  }
  return raised
}

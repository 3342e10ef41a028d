import { z } from 'zod'
import * as contract from '#shared/contract/access/audit.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { SHARED_LOG } from '../../audit/audit-log.ts'
import type { Database } from '../../db/database.ts'
import { type TrustedAuditHead, verifyAuditChain } from '../../audit/verify-audit-chain.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { auditFormats } from '../../audit/audit-formats.ts'
import {
  readAuditPage,
  withAuditLog,
  type AuditCursor,
  type AuditScope,
} from '../../audit/read-audit-page.ts'

const EXPORT_PAGE = 2000

export function registerAuditRoutes(
  api: Api,
  { database, cities, now }: { database: Database; cities: SnapshotCache; now: () => number },
): void {
  /** An auditor of one city reads its log, and of the server's own what is about it. */
  const readable = async (session: Session | null): Promise<AuditScope> => {
    if (session === null) throw new AppError('unauthenticated', 'sign in first')
    const { city } = session.area
    const codes = (await cities.list())
      .map(({ code }) => code)
      .filter((code) => city === '*' || code === city)
    return { logs: [SHARED_LOG, ...codes], city: city === '*' ? null : city }
  }

  registerEndpoint(api, contract.searchAudit, async ({ query: { limit, after, ...filters }, session }) => {
    const rows = await readAuditPage(database, await readable(session), filters, {
      first: 'newest',
      after: after === undefined ? null : readPlace(after),
      limit,
    })
    const last = rows.at(-1)
    return { rows, next: rows.length < limit || last === undefined ? null : writePlace(last) }
  })

  registerEndpoint(api, contract.exportAudit, async ({ query: { format, ...filters }, session }) => {
    const { extension, head, line } = auditFormats[format]
    const logs = await readable(session)
    const text = new TextEncoder()
    const read = (after: AuditCursor | null) =>
      readAuditPage(database, logs, filters, { first: 'oldest', after, limit: EXPORT_PAGE })
    // a database that cannot be read is a refusal, not a file that ends early
    let rows = await read(null)
    let isFirst = true
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (!isFirst) rows = await read(rows.at(-1) ?? null)
        controller.enqueue(text.encode((isFirst ? head : '') + rows.map(line).join('')))
        isFirst = false
        if (rows.length < EXPORT_PAGE) controller.close()
      },
    })
    const day = new Date(now()).toISOString().slice(0, 10)
    return new Response(body, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="audit-${day}.${extension}"`,
        'cache-control': 'no-store',
      },
    })
  })

  registerEndpoint(api, contract.verifyAudit, async ({ query, session }) => {
    const { logs, city } = await readable(session)
    const noted = parseAuditHeads(query.heads ?? '')
    const verdicts = []
    // the server's own log can only be checked as a whole
    for (const log of city === null ? logs : logs.slice(1))
      verdicts.push({
        log,
        ...(await withAuditLog(database, log, (tx) => verifyAuditChain(tx, log, noted.get(log)))),
      })
    return { logs: verdicts }
  })
}

/** @param text `log:number:hash`, separated by commas */
function parseAuditHeads(text: string): Map<string, TrustedAuditHead> {
  return new Map(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part) => {
        const [log = '', id = '', hash = ''] = part.split(':')
        return [log, { id: Number(id), hash }]
      }),
  )
}

function writePlace({ at, log, id }: AuditCursor): string {
  return Buffer.from(JSON.stringify([at, log, id])).toString('base64url')
}

const PlaceText = z.tuple([z.iso.datetime(), z.string(), z.number().int()])

function readPlace(text: string): AuditCursor {
  try {
    const [at, log, id] = PlaceText.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return { at, log, id }
  } catch {
    throw new AppError('invalid_request', 'the place to go on from cannot be read', { place: 'query' })
  }
}

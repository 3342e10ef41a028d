import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'

const sql = {
  receivers: loadSql('api/features/webhooks/sql/list-receivers.sql'),
  insert: loadSql('api/features/webhooks/sql/insert-deliveries.sql'),
}

export interface WebhookMessage {
  type: 'publish' | 'gaps' | 'ping'
  /** Of the city after what is told. */
  revision: number
  /** When it happened. */
  at: Date
  data: object
}

type About = Pick<CitySnapshot, 'code' | 'name' | 'demo' | 'dataDate' | 'source'>

/** Queues a message for everybody who wants to be told, or for one; nothing happens when it is queued already. */
export async function enqueueMessage(
  tx: Queryable,
  city: About,
  message: WebhookMessage,
  now: Date,
  only?: { webhook: string; id: string },
): Promise<void> {
  const { type, revision, at, data } = message
  const receivers = only
    ? [only]
    : z
        .array(z.object({ id: z.string() }))
        .parse((await tx.query(sql.receivers, [city.code, type])).rows)
        .map(({ id }) => ({ webhook: id, id: messageId(id, type, revision) }))
  if (receivers.length === 0) return
  const rows = receivers.map(({ webhook, id }) => ({
    id,
    webhook,
    body: JSON.stringify({
      id,
      type,
      timestamp: at.toISOString(),
      data: {
        city: city.code,
        cityName: city.name,
        revision,
        dataDate: city.dataDate,
        source: city.source,
        demo: city.demo,
        ...data,
      },
    }),
  }))
  await tx.query(sql.insert, [encodeJson(rows), type, revision, now])
}

/** The same on every server and at every retry: a uuid of a hash, as version 8 has it. */
function messageId(...parts: (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

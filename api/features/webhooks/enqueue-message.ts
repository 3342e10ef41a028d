import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { hashToUuid } from '../../runtime/hash-to-uuid.ts'

const sql = {
  receivers: loadSql('api/features/webhooks/sql/list-receivers.sql'),
  insert: loadSql('api/features/webhooks/sql/insert-deliveries.sql'),
}

export interface WebhookMessage {
  type: 'publish' | 'gaps' | 'ping'
  /** Revision of the city after the event. */
  revision: Revision
  /** Time of the event. */
  at: Date
  data: object
}

type CityInfo = Pick<CitySnapshot, 'code' | 'name' | 'demo' | 'dataDate' | 'source'>

/** Enqueues a message for every webhook that listens to its type, or for one. A message that is enqueued already is ignored. */
export async function enqueueMessage(
  tx: Queryable,
  city: CityInfo,
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
        .map(({ id }) => ({ webhook: id, id: hashToUuid(`${id}/${type}/${revision}`, 8) }))
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

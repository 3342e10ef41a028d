import { randomBytes, randomUUID } from 'node:crypto'
import { MAX_WEBHOOKS, type WebhookEvent } from '#shared/contract/system/webhooks.ts'
import type { AccessControl } from '../../access/access-control.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import { getGapList } from '../../coverage/gaps/gap-list.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import type { AddressGuard } from '../../http/address-guard.ts'
import type { Actor } from '../../runtime/actor.ts'
import { readRevision } from '../../snapshot/read-revision.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { toGapState } from './gap-state.ts'
import type { Webhooks } from './open-webhooks.ts'
import { parseReceiverUrl } from './send-message.ts'
import { encodeWebhookSecret } from './sign-message.ts'
import { findWebhook } from './webhook-rows.ts'

const sql = {
  insert: loadSql('api/features/webhooks/sql/insert-webhook.sql'),
  insertWatch: loadSql('api/features/webhooks/sql/insert-watch.sql'),
  deleteWatch: loadSql('api/features/webhooks/sql/delete-watch.sql'),
  updateActive: loadSql('api/features/webhooks/sql/update-webhook-active.sql'),
  delete: loadSql('api/features/webhooks/sql/delete-webhook.sql'),
}

interface WebhookRef {
  city: string
  id: string
}

export interface WebhookWriter {
  /** @throws AppError unprocessable for an address that messages may not be sent to, or too many webhooks */
  create(
    actor: Actor,
    city: string,
    input: { name: string; url: string; events: readonly WebhookEvent[] },
  ): Promise<{ id: string; secret: string }>
  /** @throws AppError not_found */
  setActive(actor: Actor, ref: WebhookRef, active: boolean): Promise<void>
  /** @throws AppError not_found */
  delete(actor: Actor, ref: WebhookRef): Promise<void>
}

export function createWebhookWriter({
  webhooks: { database, guard, secrets, now },
  access,
  cities,
  tables,
}: {
  webhooks: Webhooks
  access: AccessControl
  cities: SnapshotCache
  tables: CoverageTableCache
}): WebhookWriter {
  // messages are sent for changes after this revision: the first webhook of a city starts the watch
  const buildWatch = async (city: string) => {
    const latest = await readRevision(database, city, { access: 'write' })
    const { snapshot } = await cities.get(city, latest)
    return [city, snapshot.revision, encodeJson(toGapState(await getGapList(tables, snapshot)))]
  }
  const find = ({ city, id }: WebhookRef) => withSharedSchema(database, (tx) => findWebhook(tx, city, id))

  return {
    async create(actor, city, { name, url, events }) {
      const { href } = await checkReceiver(url, guard)
      const [id, secret] = [randomUUID(), encodeWebhookSecret(randomBytes(32))]
      const watch = await buildWatch(city)
      await access.write(async (tx, audit) => {
        const { rowCount } = await tx.query(sql.insert, [
          id,
          city,
          name,
          href,
          [...new Set(events)],
          Buffer.from(secrets.seal(secret, id)),
          new Date(now()),
          actor.name,
          MAX_WEBHOOKS,
        ])
        if (rowCount === 0)
          throw new AppError('unprocessable', `a city has ${MAX_WEBHOOKS} webhooks at most`, {
            reason: 'too_many_webhooks',
            limit: MAX_WEBHOOKS,
          })
        await tx.query(sql.insertWatch, watch)
        audit(toAuditEntry('webhook.create', { id, name, url: href }, city, actor))
      })
      return { id, secret }
    },
    async setActive(actor, ref, active) {
      const webhook = await find(ref)
      const watch = await buildWatch(ref.city)
      await access.write(async (tx, audit) => {
        if ((await tx.query(sql.updateActive, [ref.id, active])).rowCount === 0) return
        await (active ? tx.query(sql.insertWatch, watch) : tx.query(sql.deleteWatch, [ref.city]))
        audit(toAuditEntry(active ? 'webhook.resume' : 'webhook.pause', webhook, ref.city, actor))
      })
    },
    async delete(actor, ref) {
      const webhook = await find(ref)
      await access.write(async (tx, audit) => {
        if ((await tx.query(sql.delete, [ref.id])).rowCount === 0) return
        await tx.query(sql.deleteWatch, [ref.city])
        audit(toAuditEntry('webhook.remove', webhook, ref.city, actor))
      })
    },
  }
}

/** @throws AppError unprocessable when messages may not be sent to the address */
async function checkReceiver(url: string, guard: AddressGuard): Promise<URL> {
  const target = parseReceiverUrl(url)
  if (target === null)
    throw new AppError('unprocessable', 'a receiver has an http or https address without name and password', {
      reason: 'webhook_address',
    })
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const isAllowed = await new Promise<boolean>((resolve) => {
    if (/^[\d.]+$|:/.test(host)) resolve(guard.allows(host))
    // a host name that cannot be resolved now may be resolved later: only private addresses are refused
    else guard.lookup(host, {}, (error) => resolve(error?.name !== 'PrivateAddress'))
  })
  if (!isAllowed)
    throw new AppError(
      'unprocessable',
      'the address lies in a private network that messages may not be sent to',
      { reason: 'webhook_private' },
    )
  return target
}

const toAuditEntry = (
  action: string,
  { id, name, url }: { id: string; name: string; url: string },
  city: string,
  actor: Actor,
) => ({
  actor: actor.name,
  address: actor.address,
  action,
  object: `webhook:${id}`,
  result: 'done' as const,
  detail: { name, url, city },
})

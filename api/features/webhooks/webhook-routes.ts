import { randomBytes, randomUUID } from 'node:crypto'
import * as contract from '#shared/contract/system/webhooks.ts'
import { MAX_WEBHOOKS } from '#shared/contract/system/webhooks.ts'
import type { AccessControl } from '../../access/access-control.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { toGapState } from './gap-state.ts'
import { readLatestRevision } from './enqueue-changes.ts'
import type { Webhooks } from './open-webhooks.ts'
import { enqueueMessage } from './enqueue-message.ts'
import { parseReceiverUrl } from './send-message.ts'
import { encodeWebhookSecret } from './sign-message.ts'
import { readDeliveries, findDelivery, findWebhook, readWebhooks } from './webhook-rows.ts'

const sql = {
  insert: loadSql('api/features/webhooks/sql/insert-webhook.sql'),
  begin: loadSql('api/features/webhooks/sql/insert-watch.sql'),
  end: loadSql('api/features/webhooks/sql/delete-watch.sql'),
  setActive: loadSql('api/features/webhooks/sql/update-webhook-active.sql'),
  remove: loadSql('api/features/webhooks/sql/delete-webhook.sql'),
  repeat: loadSql('api/features/webhooks/sql/requeue-delivery.sql'),
}

/** Receivers of a city's messages: named, tried out, paused, removed; and what was sent to them. */
export function registerWebhookRoutes(
  api: Api,
  { webhooks, access, cities }: { webhooks: Webhooks; access: AccessControl; cities: SnapshotCache },
): void {
  const { database, now } = webhooks
  /** A city is looked through from the moment somebody wants to know. */
  const watchArguments = async (city: string) => {
    const { snapshot } = await cities.get(city, await readLatestRevision(database, city))
    return [city, snapshot.revision, encodeJson(toGapState(snapshot))]
  }
  const entry = (
    action: string,
    { id, name, url }: { id: string; name: string; url: string },
    city: string,
    actor: { name: string; address: string | null },
  ) => ({
    actor: actor.name,
    address: actor.address,
    action,
    object: `webhook:${id}`,
    result: 'done' as const,
    detail: { name, url, city },
  })

  registerEndpoint(api, contract.listWebhooks, async ({ params }) => {
    await cities.get(params.city)
    return { webhooks: await withSharedSchema(database, (tx) => readWebhooks(tx, params.city)) }
  })

  registerEndpoint(
    api,
    contract.createWebhook,
    async ({ params: { city }, body: { name, url, events }, ...call }) => {
      const target = parseReceiverUrl(url)
      if (target === null)
        throw new AppError(
          'unprocessable',
          'a receiver has an http or https address without name and password',
          { reason: 'webhook_address' },
        )
      const host = target.hostname.replace(/^\[|\]$/g, '')
      const found = await new Promise<boolean>((resolve) => {
        if (/^[\d.]+$|:/.test(host)) resolve(webhooks.guard.allows(host))
        // a name that is not known yet may be known later
        else webhooks.guard.lookup(host, {}, (error) => resolve(error?.name !== 'PrivateAddress'))
      })
      if (!found)
        throw new AppError(
          'unprocessable',
          'the address lies in a private network that messages may not be sent to',
          { reason: 'webhook_private' },
        )
      const [id, secret, actor] = [randomUUID(), encodeWebhookSecret(randomBytes(32)), getActor(call)]
      const watch = await watchArguments(city)
      await access.write(async (tx, audit) => {
        const sealed = Buffer.from(webhooks.secrets.seal(secret, id))
        const { rowCount } = await tx.query(sql.insert, [
          id,
          city,
          name,
          target.href,
          [...new Set(events)],
          sealed,
          new Date(now()),
          actor.name,
          MAX_WEBHOOKS,
        ])
        if (rowCount === 0)
          throw new AppError('unprocessable', `a city tells ${MAX_WEBHOOKS} receivers at most`, {
            reason: 'too_many_webhooks',
            limit: MAX_WEBHOOKS,
          })
        await tx.query(sql.begin, watch)
        audit(entry('webhook.create', { id, name, url: target.href }, city, actor))
      })
      return { webhook: await withSharedSchema(database, (tx) => findWebhook(tx, city, id)), secret }
    },
  )

  registerEndpoint(
    api,
    contract.changeWebhook,
    async ({ params: { city, webhook: id }, body: { active }, ...call }) => {
      const webhook = await withSharedSchema(database, (tx) => findWebhook(tx, city, id))
      const watch = await watchArguments(city)
      await access.write(async (tx, audit) => {
        if ((await tx.query(sql.setActive, [id, active])).rowCount === 0) return
        await (active ? tx.query(sql.begin, watch) : tx.query(sql.end, [city]))
        audit(entry(active ? 'webhook.resume' : 'webhook.pause', webhook, city, getActor(call)))
      })
      webhooks.wake()
      return withSharedSchema(database, (tx) => findWebhook(tx, city, id))
    },
  )

  registerEndpoint(api, contract.removeWebhook, async ({ params: { city, webhook: id }, ...call }) => {
    const webhook = await withSharedSchema(database, (tx) => findWebhook(tx, city, id))
    await access.write(async (tx, audit) => {
      if ((await tx.query(sql.remove, [id])).rowCount === 0) return
      await tx.query(sql.end, [city])
      audit(entry('webhook.remove', webhook, city, getActor(call)))
    })
    return undefined
  })

  registerEndpoint(api, contract.pingWebhook, async ({ params: { city, webhook } }) => {
    const { snapshot } = await cities.get(city)
    const id = randomUUID()
    const delivery = await withSharedSchema(database, async (tx) => {
      await findWebhook(tx, city, webhook)
      const at = new Date(now())
      await enqueueMessage(tx, snapshot, { type: 'ping', revision: snapshot.revision, at, data: {} }, at, {
        webhook,
        id,
      })
      return findDelivery(tx, webhook, id)
    })
    webhooks.wake()
    return delivery
  })

  registerEndpoint(api, contract.listDeliveries, ({ params: { city, webhook }, query: { limit } }) =>
    withSharedSchema(database, async (tx) => {
      await findWebhook(tx, city, webhook)
      return { deliveries: await readDeliveries(tx, webhook, { limit }) }
    }),
  )

  registerEndpoint(api, contract.repeatDelivery, async ({ params: { city, webhook, delivery: id } }) => {
    const delivery = await withSharedSchema(database, async (tx) => {
      await findWebhook(tx, city, webhook)
      await tx.query(sql.repeat, [webhook, id, new Date(now())])
      return findDelivery(tx, webhook, id)
    })
    webhooks.wake()
    return delivery
  })
}

import { randomBytes, randomUUID } from 'node:crypto'
import * as contract from '#shared/contract/webhooks.ts'
import { MOST_WEBHOOKS } from '#shared/contract/webhooks.ts'
import type { Access } from '../../access/access.ts'
import { loadSql } from '../../db/load-sql.ts'
import { asJson } from '../../db/text-from-parameter.ts'
import { withShared } from '../../db/with-city.ts'
import { AppError } from '../../errors.ts'
import { actorOf } from '../../http/actor-of.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { gapState } from './gap-state.ts'
import { latestRevision } from './notice-changes.ts'
import type { Webhooks } from './open-webhooks.ts'
import { putMessage } from './put-message.ts'
import { receiverUrl } from './send-message.ts'
import { secretText } from './sign-message.ts'
import { deliveriesOf, findDelivery, findWebhook, webhooksOf } from './webhook-rows.ts'

const sql = {
  insert: loadSql('api/features/webhooks/sql/insert-webhook.sql'),
  begin: loadSql('api/features/webhooks/sql/begin-watch.sql'),
  end: loadSql('api/features/webhooks/sql/end-watch.sql'),
  setActive: loadSql('api/features/webhooks/sql/set-active.sql'),
  remove: loadSql('api/features/webhooks/sql/remove-webhook.sql'),
  repeat: loadSql('api/features/webhooks/sql/repeat-delivery.sql'),
}

/** Receivers of a city's messages: named, tried out, paused, removed; and what was sent to them. */
export function webhookRoutes(
  api: Api,
  { webhooks, access, cities }: { webhooks: Webhooks; access: Access; cities: Cities },
): void {
  const { database, now } = webhooks
  /** A city is looked through from the moment somebody wants to know. */
  const watchArguments = async (city: string) => {
    const { snapshot } = await cities.get(city, await latestRevision(database, city))
    return [city, snapshot.revision, asJson(gapState(snapshot))]
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

  mount(api, contract.listWebhooks, async ({ params }) => {
    await cities.get(params.city)
    return { webhooks: await withShared(database, (tx) => webhooksOf(tx, params.city)) }
  })

  mount(api, contract.createWebhook, async ({ params: { city }, body: { name, url, events }, ...call }) => {
    const target = receiverUrl(url)
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
    const [id, secret, actor] = [randomUUID(), secretText(randomBytes(32)), actorOf(call)]
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
        MOST_WEBHOOKS,
      ])
      if (rowCount === 0)
        throw new AppError('unprocessable', `a city tells ${MOST_WEBHOOKS} receivers at most`, {
          reason: 'too_many_webhooks',
          limit: MOST_WEBHOOKS,
        })
      await tx.query(sql.begin, watch)
      audit(entry('webhook.create', { id, name, url: target.href }, city, actor))
    })
    return { webhook: await withShared(database, (tx) => findWebhook(tx, city, id)), secret }
  })

  mount(api, contract.changeWebhook, async ({ params: { city, webhook: id }, body: { active }, ...call }) => {
    const webhook = await withShared(database, (tx) => findWebhook(tx, city, id))
    const watch = await watchArguments(city)
    await access.write(async (tx, audit) => {
      if ((await tx.query(sql.setActive, [id, active])).rowCount === 0) return
      await (active ? tx.query(sql.begin, watch) : tx.query(sql.end, [city]))
      audit(entry(active ? 'webhook.resume' : 'webhook.pause', webhook, city, actorOf(call)))
    })
    webhooks.wake()
    return withShared(database, (tx) => findWebhook(tx, city, id))
  })

  mount(api, contract.removeWebhook, async ({ params: { city, webhook: id }, ...call }) => {
    const webhook = await withShared(database, (tx) => findWebhook(tx, city, id))
    await access.write(async (tx, audit) => {
      if ((await tx.query(sql.remove, [id])).rowCount === 0) return
      await tx.query(sql.end, [city])
      audit(entry('webhook.remove', webhook, city, actorOf(call)))
    })
    return undefined
  })

  mount(api, contract.pingWebhook, async ({ params: { city, webhook } }) => {
    const { snapshot } = await cities.get(city)
    const id = randomUUID()
    const delivery = await withShared(database, async (tx) => {
      await findWebhook(tx, city, webhook)
      const at = new Date(now())
      await putMessage(tx, snapshot, { type: 'ping', revision: snapshot.revision, at, data: {} }, at, {
        webhook,
        id,
      })
      return findDelivery(tx, webhook, id)
    })
    webhooks.wake()
    return delivery
  })

  mount(api, contract.listDeliveries, ({ params: { city, webhook }, query: { limit } }) =>
    withShared(database, async (tx) => {
      await findWebhook(tx, city, webhook)
      return { deliveries: await deliveriesOf(tx, webhook, { limit }) }
    }),
  )

  mount(api, contract.repeatDelivery, async ({ params: { city, webhook, delivery: id } }) => {
    const delivery = await withShared(database, async (tx) => {
      await findWebhook(tx, city, webhook)
      await tx.query(sql.repeat, [webhook, id, new Date(now())])
      return findDelivery(tx, webhook, id)
    })
    webhooks.wake()
    return delivery
  })
}

import { randomUUID } from 'node:crypto'
import * as contract from '#shared/contract/system/webhooks.ts'
import type { AccessControl } from '../../access/access-control.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { createWebhookWriter } from './change-webhook.ts'
import { enqueueMessage } from './enqueue-message.ts'
import type { Webhooks } from './open-webhooks.ts'
import { readDeliveries, findDelivery, findWebhook, readWebhooks, requeueDelivery } from './webhook-rows.ts'

interface WebhookRouteServices {
  webhooks: Webhooks
  access: AccessControl
  cities: SnapshotCache
  tables: CoverageTableCache
}

/** Routes of webhooks: create, test, pause and delete them, and list or repeat their deliveries. */
export function registerWebhookRoutes(
  api: Api,
  { webhooks, access, cities, tables }: WebhookRouteServices,
): void {
  const { database, now } = webhooks
  const writer = createWebhookWriter({ webhooks, access, cities, tables })

  registerEndpoint(api, contract.listWebhooks, async ({ params }) => {
    await cities.get(params.city)
    return { webhooks: await withSharedSchema(database, (tx) => readWebhooks(tx, params.city)) }
  })

  registerEndpoint(api, contract.createWebhook, async ({ params: { city }, body, ...call }) => {
    const { id, secret } = await writer.create(getActor(call), city, body)
    return { webhook: await withSharedSchema(database, (tx) => findWebhook(tx, city, id)), secret }
  })

  registerEndpoint(
    api,
    contract.changeWebhook,
    async ({ params: { city, webhook: id }, body: { active }, ...call }) => {
      await writer.setActive(getActor(call), { city, id }, active)
      webhooks.wake()
      return withSharedSchema(database, (tx) => findWebhook(tx, city, id))
    },
  )

  registerEndpoint(api, contract.removeWebhook, async ({ params: { city, webhook: id }, ...call }) => {
    await writer.delete(getActor(call), { city, id })
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
      await requeueDelivery(tx, webhook, id, new Date(now()))
      return findDelivery(tx, webhook, id)
    })
    webhooks.wake()
    return delivery
  })
}

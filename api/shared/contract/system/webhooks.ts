import { z } from 'zod'
import { Revision } from '../ids.ts'
import { DisplayName } from '../access/accounts.ts'
import { CityCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'

/**
 * Webhooks notify other programs of events in a city by HTTP POST, signed according to the Standard Webhooks
 * specification: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64 HMAC-SHA256 of
 * id.timestamp.body>`.
 */

/** publish: the map has changed. gaps: coverage gaps were added, removed or updated. ping: a test message. */
export const webhookEvents = ['publish', 'gaps'] as const
export const WebhookEvent = z.enum(webhookEvents)
export type WebhookEvent = z.infer<typeof WebhookEvent>

export const deliveryFailures = ['address', 'private', 'unreachable', 'timeout', 'refused'] as const

export const Webhook = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  events: z.array(WebhookEvent),
  active: z.boolean(),
  createdAt: z.string(),
  createdBy: z.string(),
  waiting: z.number().int(),
  lastDeliveredAt: z.string().nullable(),
  /** The last attempt of the newest message failed. */
  failing: z.boolean(),
})
export type Webhook = z.infer<typeof Webhook>

export const WebhookDelivery = z.object({
  id: z.uuid(),
  type: z.string(),
  revision: Revision,
  state: z.enum(['waiting', 'delivered', 'given_up']),
  createdAt: z.string(),
  attempts: z.number().int(),
  dueAt: z.string(),
  attemptedAt: z.string().nullable(),
  status: z.number().int().nullable(),
  failure: z.enum(deliveryFailures).nullable(),
  milliseconds: z.number().int().nullable(),
  body: z.string(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

/** Per city. */
export const MAX_WEBHOOKS = 20

const City = z.object({ city: CityCode })
const One = City.extend({ webhook: z.uuid() })
const manage = { permission: 'webhook.manage' } as const

export const listWebhooks = defineEndpoint({
  ...manage,
  id: 'listWebhooks',
  method: 'get',
  path: '/cities/{city}/webhooks',
  summary: 'Lists the webhooks of the city',
  params: City,
  answer: z.object({ webhooks: z.array(Webhook) }),
})

export const createWebhook = defineEndpoint({
  ...manage,
  id: 'createWebhook',
  method: 'post',
  path: '/cities/{city}/webhooks',
  summary: 'Creates a webhook; only this answer contains its signing secret',
  params: City,
  body: z
    .object({
      name: DisplayName,
      url: z.string().trim().min(1).max(2000),
      events: z.array(WebhookEvent).min(1).max(webhookEvents.length),
    })
    .strict(),
  answer: z.object({ webhook: Webhook, secret: z.string() }),
})

export const changeWebhook = defineEndpoint({
  ...manage,
  id: 'changeWebhook',
  method: 'patch',
  path: '/cities/{city}/webhooks/{webhook}',
  summary: 'Pauses or resumes a webhook; events during a pause are not delivered',
  params: One,
  body: z.object({ active: z.boolean() }).strict(),
  answer: Webhook,
})

export const removeWebhook = defineEndpoint({
  ...manage,
  id: 'removeWebhook',
  method: 'delete',
  path: '/cities/{city}/webhooks/{webhook}',
  summary: 'Deletes a webhook and its delivery log',
  params: One,
})

export const pingWebhook = defineEndpoint({
  ...manage,
  id: 'pingWebhook',
  method: 'post',
  path: '/cities/{city}/webhooks/{webhook}/ping',
  summary: 'Sends a test message',
  params: One,
  answer: WebhookDelivery,
})

export const listDeliveries = defineEndpoint({
  ...manage,
  id: 'listDeliveries',
  method: 'get',
  path: '/cities/{city}/webhooks/{webhook}/deliveries',
  summary: 'Lists messages, latest first, with the result of the last attempt',
  params: One,
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ deliveries: z.array(WebhookDelivery) }),
})

export const repeatDelivery = defineEndpoint({
  ...manage,
  id: 'repeatDelivery',
  method: 'post',
  path: '/cities/{city}/webhooks/{webhook}/deliveries/{delivery}/again',
  summary: 'Sends a message again with the same id',
  params: One.extend({ delivery: z.uuid() }),
  answer: WebhookDelivery,
})

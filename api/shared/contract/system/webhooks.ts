import { z } from 'zod'
import { DisplayName } from '../access/accounts.ts'
import { CityCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'

/**
 * Other programs are told by HTTP POST what happened in a city. Messages are signed as the Standard Webhooks
 * specification has it: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64 HMAC-SHA256 of id.timestamp.body>`.
 */

/** publish: the map has changed. gaps: coverage gaps have come, gone or been worked on. ping: somebody tries it out. */
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
  /** The newest message was not taken at its last attempt. */
  failing: z.boolean(),
})
export type Webhook = z.infer<typeof Webhook>

export const WebhookDelivery = z.object({
  id: z.uuid(),
  type: z.string(),
  revision: z.number().int(),
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

/** Of one city; more would be a mailing list. */
export const MAX_WEBHOOKS = 20

const City = z.object({ city: CityCode })
const One = City.extend({ webhook: z.uuid() })
const manage = { permission: 'webhook.manage' } as const

export const listWebhooks = defineEndpoint({
  ...manage,
  id: 'listWebhooks',
  method: 'get',
  path: '/cities/{city}/webhooks',
  summary: 'Who is told what happens in the city',
  params: City,
  answer: z.object({ webhooks: z.array(Webhook) }),
})

export const createWebhook = defineEndpoint({
  ...manage,
  id: 'createWebhook',
  method: 'post',
  path: '/cities/{city}/webhooks',
  summary: 'Tell one more; the secret that signs is in this answer and nowhere else',
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
  summary: 'Pause, or go on; what happens meanwhile is not told',
  params: One,
  body: z.object({ active: z.boolean() }).strict(),
  answer: Webhook,
})

export const removeWebhook = defineEndpoint({
  ...manage,
  id: 'removeWebhook',
  method: 'delete',
  path: '/cities/{city}/webhooks/{webhook}',
  summary: 'Tell this one nothing any more; its log goes with it',
  params: One,
})

export const pingWebhook = defineEndpoint({
  ...manage,
  id: 'pingWebhook',
  method: 'post',
  path: '/cities/{city}/webhooks/{webhook}/ping',
  summary: 'Send a message that says nothing but that it arrived',
  params: One,
  answer: WebhookDelivery,
})

export const listDeliveries = defineEndpoint({
  ...manage,
  id: 'listDeliveries',
  method: 'get',
  path: '/cities/{city}/webhooks/{webhook}/deliveries',
  summary: 'Messages, the latest first, with how their last attempt went',
  params: One,
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ deliveries: z.array(WebhookDelivery) }),
})

export const repeatDelivery = defineEndpoint({
  ...manage,
  id: 'repeatDelivery',
  method: 'post',
  path: '/cities/{city}/webhooks/{webhook}/deliveries/{delivery}/again',
  summary: 'Send a message once more, under the same id',
  params: One.extend({ delivery: z.uuid() }),
  answer: WebhookDelivery,
})

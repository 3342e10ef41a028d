import { z } from 'zod'
import { WebhookDelivery, type Webhook, WebhookEvent } from '#shared/contract/system/webhooks.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { Moment } from '../../db/moment.ts'
import { AppError } from '../../errors.ts'

const sql = {
  webhooks: loadSql('api/features/webhooks/sql/list-webhooks.sql'),
  deliveries: loadSql('api/features/webhooks/sql/list-deliveries.sql'),
  requeue: loadSql('api/features/webhooks/sql/requeue-delivery.sql'),
}

const WebhookRow = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(WebhookEvent),
  active: z.boolean(),
  created_at: Moment,
  created_by: z.string(),
  waiting: z.number(),
  delivered_at: Moment.nullable(),
  failing: z.boolean(),
})

const DeliveryRow = WebhookDelivery.pick({
  id: true,
  type: true,
  revision: true,
  state: true,
  attempts: true,
  status: true,
  failure: true,
  milliseconds: true,
  body: true,
}).extend({ created_at: Moment, due_at: Moment, attempted_at: Moment.nullable() })

export async function readWebhooks(
  tx: Queryable,
  city: string,
  id: string | null = null,
): Promise<Webhook[]> {
  const { rows } = await tx.query(sql.webhooks, [city, id])
  return z
    .array(WebhookRow)
    .parse(rows)
    .map(({ created_at: createdAt, created_by: createdBy, delivered_at: lastDeliveredAt, ...row }) => ({
      ...row,
      createdAt,
      createdBy,
      lastDeliveredAt,
    }))
}

/** @throws AppError not_found */
export async function findWebhook(tx: Queryable, city: string, id: string): Promise<Webhook> {
  const [webhook] = await readWebhooks(tx, city, id)
  if (!webhook) throw new AppError('not_found', 'there is no such webhook', { webhook: id })
  return webhook
}

export async function readDeliveries(
  tx: Queryable,
  webhook: string,
  { id = null, limit = 1 }: { id?: string | null; limit?: number },
): Promise<WebhookDelivery[]> {
  const { rows } = await tx.query(sql.deliveries, [webhook, id, limit])
  return z
    .array(DeliveryRow)
    .parse(rows)
    .map(({ created_at: createdAt, due_at: dueAt, attempted_at: attemptedAt, ...row }) => ({
      ...row,
      createdAt,
      dueAt,
      attemptedAt,
    }))
}

/** @throws AppError not_found */
export async function findDelivery(tx: Queryable, webhook: string, id: string): Promise<WebhookDelivery> {
  const [delivery] = await readDeliveries(tx, webhook, { id })
  if (!delivery) throw new AppError('not_found', 'there is no such message', { delivery: id })
  return delivery
}

/** Makes a delivery due at `at` again. */
export async function requeueDelivery(tx: Queryable, webhook: string, id: string, at: Date): Promise<void> {
  await tx.query(sql.requeue, [webhook, id, at])
}

import { z } from 'zod'
import { DisplayName } from './accounts.ts'
import { defineEndpoint } from '../endpoint.ts'
import { PermissionArea, keyScopes } from '../permissions.ts'

/**
 * Credentials of programs and wall displays. A secret is shown once, stored as a hash and can be revoked at
 * any time.
 */

const facts = {
  id: z.uuid(),
  name: z.string(),
  area: PermissionArea,
  scopes: z.array(z.string()),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  usedAt: z.string().nullable(),
  usedFrom: z.string().nullable(),
}

export const ApiKey = z.object(facts)
export type ApiKey = z.infer<typeof ApiKey>

export const DisplayToken = z.object({ ...facts, screen: z.string(), claimedAt: z.string().nullable() })
export type DisplayToken = z.infer<typeof DisplayToken>

export const ScreenId = z.string().regex(/^[A-Za-z0-9-]{1,40}$/)
const ExpiresAt = z.iso.datetime().nullable().default(null)

export const listKeys = defineEndpoint({
  id: 'listKeys',
  method: 'get',
  path: '/keys',
  summary: 'Lists API keys, including revoked ones',
  permission: 'key.manage',
  answer: z.object({ keys: z.array(ApiKey) }),
})

export const createKey = defineEndpoint({
  id: 'createKey',
  method: 'post',
  path: '/keys',
  summary: 'Creates an API key; only this answer contains its secret',
  permission: 'key.manage',
  body: z
    .object({
      name: DisplayName,
      area: PermissionArea,
      scopes: z.array(z.enum(keyScopes)).min(1),
      expiresAt: ExpiresAt,
    })
    .strict(),
  answer: z.object({ key: ApiKey, secret: z.string() }),
})

export const revokeKey = defineEndpoint({
  id: 'revokeKey',
  method: 'delete',
  path: '/keys/{key}',
  summary: 'Revokes an API key',
  permission: 'key.manage',
  params: z.object({ key: z.uuid() }),
})

export const listDisplays = defineEndpoint({
  id: 'listDisplays',
  method: 'get',
  path: '/displays',
  summary: 'Lists display tokens, including revoked ones',
  permission: 'display.manage',
  answer: z.object({ displays: z.array(DisplayToken) }),
})

export const createDisplay = defineEndpoint({
  id: 'createDisplay',
  method: 'post',
  path: '/displays',
  summary: 'Creates a display token for one screen; the first browser that uses it becomes its owner',
  permission: 'display.manage',
  body: z
    .object({
      name: DisplayName,
      city: z.string().regex(/^[0-9]{6}$/),
      screen: ScreenId,
      expiresAt: ExpiresAt,
    })
    .strict(),
  answer: z.object({ display: DisplayToken, secret: z.string() }),
})

export const revokeDisplay = defineEndpoint({
  id: 'revokeDisplay',
  method: 'delete',
  path: '/displays/{display}',
  summary: 'Revokes a display token; its wall display stops at the next request',
  permission: 'display.manage',
  params: z.object({ display: z.uuid() }),
})

export const renewDisplay = defineEndpoint({
  id: 'renewDisplay',
  method: 'post',
  path: '/displays/{display}/secret',
  summary: 'Replaces a display token after its browser was exchanged; the old token is revoked',
  permission: 'display.manage',
  params: z.object({ display: z.uuid() }),
  body: z.object({}).strict(),
  answer: z.object({ display: DisplayToken, secret: z.string() }),
})

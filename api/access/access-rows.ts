import { z } from 'zod'
import { Action, Role } from '#shared/contract/permissions.ts'

/** Rows of api/access/sql as the database gives them. */

export const AccountRow = z.object({
  id: z.string(),
  name: z.string(),
  display_name: z.string(),
  role: Role,
  city: z.string(),
  units: z.array(z.string()),
  state: z.enum(['active', 'disabled']),
})
export type AccountRow = z.infer<typeof AccountRow>

export const SessionRow = z.object({
  id: z.string(),
  account_id: z.string(),
  created_at: z.string(),
  seen_at: z.string(),
  ends_at: z.string(),
  ended: z.boolean(),
})
export type SessionRow = z.infer<typeof SessionRow>

export const CredentialRow = z.object({
  id: z.string(),
  kind: z.enum(['key', 'display']),
  name: z.string(),
  secret_hash: z.instanceof(Uint8Array),
  city: z.string(),
  units: z.array(z.string()),
  // an action that a newer or older program knows: the rest of the scopes still hold
  scopes: z
    .array(z.string())
    .transform((scopes) => scopes.filter((scope): scope is Action => Action.safeParse(scope).success)),
  screen: z.string().nullable(),
  device_hash: z.instanceof(Uint8Array).nullable(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
})
export type CredentialRow = z.infer<typeof CredentialRow>

export const SecuritySettingsRow = z.object({ settings: z.unknown(), version: z.number().int() })

export const HorizonRow = z.object({ horizon: z.number().int() })

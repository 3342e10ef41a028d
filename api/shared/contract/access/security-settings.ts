import { z } from 'zod'
import { PasswordRules } from './password-rules.ts'
import { defineEndpoint } from '../endpoint.ts'
import { Role } from '../permissions.ts'

/**
 * Security rules of the whole server; the defaults follow GB/T 22239 level 2. Only differences from them are
 * stored.
 */
export const SecuritySettings = z
  .object({
    password: PasswordRules.prefault({}),
    lockout: z
      .object({
        /** Failed sign-ins to one account before it is locked. */
        failures: z.number().int().min(3).max(20).default(5),
        /** Duration of the first lock; it doubles after each further failure, up to one day. */
        minutes: z.number().int().min(1).max(1440).default(30),
        /** Failed sign-ins from one address to any accounts. A whole office may share one address. */
        addressFailures: z.number().int().min(5).max(1000).default(30),
      })
      .strict()
      .prefault({}),
    session: z
      .object({
        idleMinutes: z.number().int().min(5).max(480).default(30),
        absoluteHours: z.number().int().min(1).max(24).default(12),
      })
      .strict()
      .prefault({}),
    /** Roles that cannot sign in without a second factor. */
    secondFactorRoles: z.array(Role).default([]),
    /** Younger rows of the audit log cannot be pruned. */
    auditDays: z.number().int().min(180).max(36500).default(180),
  })
  .strict()
export type SecuritySettings = z.infer<typeof SecuritySettings>

export const getSecurity = defineEndpoint({
  id: 'getSecurity',
  method: 'get',
  path: '/security',
  summary: 'Returns password rules, lockout, timeouts and second-factor rules of the server',
  permission: 'security.manage',
  answer: z.object({ version: z.number().int(), settings: SecuritySettings }),
})

export const putSecurity = defineEndpoint({
  id: 'putSecurity',
  method: 'put',
  path: '/security',
  summary: 'Changes the security settings; only for administrators of all cities',
  permission: 'security.manage',
  body: z.object({ version: z.number().int(), settings: SecuritySettings }).strict(),
  answer: z.object({ version: z.number().int(), settings: SecuritySettings }),
})

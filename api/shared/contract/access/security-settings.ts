import { z } from 'zod'
import { PasswordRules } from './password-rules.ts'
import { defineEndpoint } from '../endpoint.ts'
import { Role } from '../permissions.ts'

/** Rules of the whole server; presets of GB/T 22239 level 2. What is stored is only what differs from them. */
export const SecuritySettings = z
  .object({
    password: PasswordRules.prefault({}),
    lockout: z
      .object({
        /** Failed sign-ins to one name before it is closed for a while. */
        failures: z.number().int().min(3).max(20).default(5),
        /** For how long the first time; twice as long after each further failure, up to a day. */
        minutes: z.number().int().min(1).max(1440).default(30),
        /** Failed sign-ins from one address, to whatever names: a whole office may stand behind it. */
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
    /** Rows of the audit log that are younger cannot be pruned. */
    auditDays: z.number().int().min(180).max(36500).default(180),
  })
  .strict()
export type SecuritySettings = z.infer<typeof SecuritySettings>

export const getSecurity = defineEndpoint({
  id: 'getSecurity',
  method: 'get',
  path: '/security',
  summary: 'Password rules, lockout, timeouts and second factor of this server',
  permission: 'security.manage',
  answer: z.object({ version: z.number().int(), settings: SecuritySettings }),
})

export const putSecurity = defineEndpoint({
  id: 'putSecurity',
  method: 'put',
  path: '/security',
  summary: 'Change them; administrators of all cities only',
  permission: 'security.manage',
  body: z.object({ version: z.number().int(), settings: SecuritySettings }).strict(),
  answer: z.object({ version: z.number().int(), settings: SecuritySettings }),
})

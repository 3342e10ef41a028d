import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { PermissionArea, Role } from '../permissions.ts'

/** Sign-in name: lower-case letters, digits, dot and dash, so that it needs no escaping in logs and URLs. */
export const AccountName = z.string().regex(/^[a-z][a-z0-9.-]{1,39}$/)
/** Display name of a person: any characters except control characters. */
export const DisplayName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)

export const Account = z.object({
  id: z.uuid(),
  name: AccountName,
  displayName: z.string(),
  role: Role,
  area: PermissionArea,
  state: z.enum(['active', 'disabled']),
  /** Subject of the same person at the OpenID Connect provider. */
  providerSubject: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string(),
  /** null: the account has no password; the person signs in through the provider. */
  password: z.enum(['initial', 'own']).nullable(),
  secondFactor: z.boolean(),
  /** Number of open sessions. */
  sessions: z.number().int(),
  lastSeenAt: z.string().nullable(),
})
export type Account = z.infer<typeof Account>

const One = z.object({ account: z.uuid() })
const ProviderSubject = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)

export const listAccounts = defineEndpoint({
  id: 'listAccounts',
  method: 'get',
  path: '/accounts',
  summary: 'Lists the accounts that the administrator may manage',
  permission: 'account.manage',
  query: z.object({
    /** Matches any part of a name. */
    q: z.string().max(60).optional(),
    role: Role.optional(),
    state: z.enum(['active', 'disabled']).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({ total: z.number().int(), accounts: z.array(Account) }),
})

/** The password appears in this answer only and is valid for one sign-in. */
const WithPassword = z.object({ account: Account, initialPassword: z.string().nullable() })

export const createAccount = defineEndpoint({
  id: 'createAccount',
  method: 'post',
  path: '/accounts',
  summary:
    'Creates an account with an initial password, or without a password if the provider knows the person',
  permission: 'account.manage',
  body: z
    .object({
      name: AccountName,
      displayName: DisplayName,
      role: Role.exclude(['integrator']),
      area: PermissionArea,
      providerSubject: ProviderSubject.nullable().default(null),
      withPassword: z.boolean().default(true),
    })
    .strict(),
  answer: WithPassword,
})

export const changeAccount = defineEndpoint({
  id: 'changeAccount',
  method: 'patch',
  path: '/accounts/{account}',
  summary: 'Changes name, role, area or state; ends the sessions of the account if its rights change',
  permission: 'account.manage',
  params: One,
  body: z
    .object({
      /** Version of the account on which the change is based. */
      version: z.number().int(),
      displayName: DisplayName.optional(),
      role: Role.exclude(['integrator']).optional(),
      area: PermissionArea.optional(),
      state: z.enum(['active', 'disabled']).optional(),
      providerSubject: ProviderSubject.nullable().optional(),
    })
    .strict(),
  answer: Account,
})

export const resetPassword = defineEndpoint({
  id: 'resetPassword',
  method: 'post',
  path: '/accounts/{account}/password',
  summary: 'Sets a new initial password, unlocks the account and ends all its sessions',
  permission: 'account.manage',
  params: One,
  body: z.object({}).strict(),
  answer: WithPassword,
})

export const removeSecondFactor = defineEndpoint({
  id: 'removeSecondFactor',
  method: 'delete',
  path: '/accounts/{account}/second-factor',
  summary: 'Removes the second factor of a lost authenticator, so that the account can enrol another one',
  permission: 'account.manage',
  params: One,
})

export const endAccountSessions = defineEndpoint({
  id: 'endAccountSessions',
  method: 'delete',
  path: '/accounts/{account}/sessions',
  summary: 'Ends all sessions of the account',
  permission: 'account.manage',
  params: One,
})

export const unlockAccount = defineEndpoint({
  id: 'unlockAccount',
  method: 'post',
  path: '/accounts/{account}/unlock',
  summary: 'Unlocks an account after failed sign-ins',
  permission: 'account.manage',
  params: One,
  body: z.object({}).strict(),
})

import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { PermissionArea, Role } from '../permissions.ts'

/** Sign-in names: small letters, digits, dot and dash; fit into every log and address. */
export const AccountName = z.string().regex(/^[a-z][a-z0-9.-]{1,39}$/)
/** What people are called: any letters, no control characters. */
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
  /** The same person at the OpenID Connect provider. */
  providerSubject: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string(),
  /** null: there is no password; the person signs in through the provider. */
  password: z.enum(['initial', 'own']).nullable(),
  secondFactor: z.boolean(),
  /** Open sessions. */
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
  summary: 'Accounts that the administrator may look after',
  permission: 'account.manage',
  query: z.object({
    /** Part of a name. */
    q: z.string().max(60).optional(),
    role: Role.optional(),
    state: z.enum(['active', 'disabled']).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({ total: z.number().int(), accounts: z.array(Account) }),
})

/** The password is shown this once, and good for one sign-in. */
const WithPassword = z.object({ account: Account, initialPassword: z.string().nullable() })

export const createAccount = defineEndpoint({
  id: 'createAccount',
  method: 'post',
  path: '/accounts',
  summary: 'A new account with an initial password, or none if the provider knows the person',
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
  summary: 'Name, role, area or state; its sessions end when its rights change',
  permission: 'account.manage',
  params: One,
  body: z
    .object({
      /** Of the account as it was read. */
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
  summary:
    'A new initial password; opens a name that was closed after failed sign-ins, and ends all sessions',
  permission: 'account.manage',
  params: One,
  body: z.object({}).strict(),
  answer: WithPassword,
})

export const removeSecondFactor = defineEndpoint({
  id: 'removeSecondFactor',
  method: 'delete',
  path: '/accounts/{account}/second-factor',
  summary: 'The authenticator is lost: the account can enrol another one',
  permission: 'account.manage',
  params: One,
})

export const endAccountSessions = defineEndpoint({
  id: 'endAccountSessions',
  method: 'delete',
  path: '/accounts/{account}/sessions',
  summary: 'Sign the account out everywhere',
  permission: 'account.manage',
  params: One,
})

export const unlockAccount = defineEndpoint({
  id: 'unlockAccount',
  method: 'post',
  path: '/accounts/{account}/unlock',
  summary: 'Open a name that was closed after failed sign-ins',
  permission: 'account.manage',
  params: One,
  body: z.object({}).strict(),
})

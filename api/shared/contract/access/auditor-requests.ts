import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Account } from './accounts.ts'

/**
 * An auditor watches the administrators: none of them can take over the sign-in of an auditor alone. One asks for it, and
 * another one confirms it.
 */
export const auditorActions = ['reset_password', 'remove_second_factor'] as const
export const AuditorAction = z.enum(auditorActions)
export type AuditorAction = z.infer<typeof AuditorAction>

export const AuditorRequest = z.object({
  id: z.uuid(),
  action: AuditorAction,
  /** Sign-in name and display name of the auditor. */
  name: z.string(),
  displayName: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  /** After this time nobody can confirm it. */
  expiresAt: z.string(),
  /** The caller has made it, and can only withdraw it. */
  own: z.boolean(),
})
export type AuditorRequest = z.infer<typeof AuditorRequest>

const One = z.object({ request: z.uuid() })

export const listAuditorRequests = defineEndpoint({
  id: 'listAuditorRequests',
  method: 'get',
  path: '/auditor-requests',
  summary: 'Lists what administrators ask for the sign-in of auditors',
  permission: 'account.manage',
  answer: z.object({ requests: z.array(AuditorRequest) }),
})

export const createAuditorRequest = defineEndpoint({
  id: 'createAuditorRequest',
  method: 'post',
  path: '/accounts/{account}/auditor-requests',
  summary:
    'Asks to reset the password of an auditor or to remove the second factor; another administrator confirms',
  permission: 'account.manage',
  params: z.object({ account: z.uuid() }),
  body: z.object({ action: AuditorAction }).strict(),
  answer: AuditorRequest,
})

export const confirmAuditorRequest = defineEndpoint({
  id: 'confirmAuditorRequest',
  method: 'post',
  path: '/auditor-requests/{request}/confirm',
  summary: 'Does what another administrator asks for the sign-in of an auditor',
  permission: 'account.manage',
  params: One,
  body: z.object({}).strict(),
  /** The initial password appears in this answer only; null: the second factor was removed. */
  answer: z.object({ account: Account, initialPassword: z.string().nullable() }),
})

export const removeAuditorRequest = defineEndpoint({
  id: 'removeAuditorRequest',
  method: 'delete',
  path: '/auditor-requests/{request}',
  summary: 'Withdraws or declines what an administrator asks for the sign-in of an auditor',
  permission: 'account.manage',
  params: One,
})

import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { AccountName, DisplayName } from './accounts.ts'
import { SignInState } from './session.ts'

/** What stands behind # in the link that an empty server prints at its start. */
export const FirstAdminToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

export const createFirstAdmin = defineEndpoint({
  id: 'createFirstAdmin',
  method: 'post',
  path: '/session/first-admin',
  summary: 'Creates the first administrator with the one-time link of an empty server, and signs in',
  permission: 'public',
  body: z
    .object({
      token: FirstAdminToken,
      name: AccountName,
      displayName: DisplayName,
      /** The limit bounds the cost of hashing. */
      password: z.string().min(1).max(256),
    })
    .strict(),
  answer: SignInState,
})

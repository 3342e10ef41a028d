import type { Context } from 'hono'
import type { CredentialHeaders } from './credential-headers.ts'
import type { RequestEnv } from './request-context.ts'

/** Returns the headers of a request that authenticate its sender. */
export function readCredentials({ req }: Context<RequestEnv>): CredentialHeaders {
  return {
    cookie: req.header('cookie'),
    authorization: req.header('authorization'),
    'x-api-key': req.header('x-api-key'),
    host: req.header('host'),
  }
}

import type { Context } from 'hono'
import type { CredentialHeaders } from './credential-headers.ts'
import type { RequestEnv } from './request-context.ts'

/** The headers of a request in which it says who it is. */
export function readCredentials({ req }: Context<RequestEnv>): CredentialHeaders {
  return {
    cookie: req.header('cookie'),
    authorization: req.header('authorization'),
    'x-api-key': req.header('x-api-key'),
    host: req.header('host'),
  }
}

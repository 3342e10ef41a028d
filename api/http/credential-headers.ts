import { parse } from 'hono/utils/cookie'

/** The headers of a request that authenticate its sender. */
export interface CredentialHeaders {
  cookie?: string | undefined
  authorization?: string | undefined
  'x-api-key'?: string | string[] | undefined
  host?: string | undefined
}

/**
 * Secrets of programs have a prefix: secret scanners recognise them, and no other password is mistaken for
 * one.
 */
export const KEY_PREFIX = 'gmk_'
export const DISPLAY_PREFIX = 'gmd_'

/**
 * Returns the API key of the X-API-Key header, the bearer token or the password of HTTP Basic (desktop GIS);
 * undefined if there is none.
 */
export function readApiKey(headers: CredentialHeaders): string | undefined {
  const given = headers['x-api-key']
  if (typeof given === 'string') return given
  const { authorization } = headers
  if (authorization === undefined) return undefined
  const [scheme = '', value = ''] = authorization.split(' ', 2)
  const secret =
    scheme.toLowerCase() === 'bearer' ? value : scheme.toLowerCase() === 'basic' ? passwordOf(value) : ''
  // a proxy in front may have a Basic password of its own
  return secret.startsWith(KEY_PREFIX) ? secret : undefined
}

/** Reads a cookie from the header itself: tiles are answered before the framework sees the request. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  return header === undefined ? undefined : parse(header, name)[name]
}

function passwordOf(basic: string): string {
  const text = Buffer.from(basic, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

/** The headers in which a request says who it is: Node's own, or the few of them that a framework hands on. */
export interface CredentialHeaders {
  cookie?: string | undefined
  authorization?: string | undefined
  'x-api-key'?: string | string[] | undefined
  host?: string | undefined
}

/** Secrets of programs begin with a word of their own: secret scanners know them, and no other password is taken for one. */
export const KEY_PREFIX = 'gmk_'
export const DISPLAY_PREFIX = 'gmd_'

/** An API key in X-API-Key, as bearer token, or as the password of HTTP Basic (desktop GIS); undefined: none is given. */
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

export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return undefined
}

function passwordOf(basic: string): string {
  const text = Buffer.from(basic, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

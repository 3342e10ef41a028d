import { createHmac, timingSafeEqual } from 'node:crypto'
import { Session } from '#shared/contract/session.ts'

/**
 * A session as text: base64url of its JSON, a dot, and an HMAC-SHA-256 over the first part. The server that reads it
 * needs nothing but the key, so any number of servers can share the work.
 */
export interface SessionTokens {
  write(session: Session): string
  /** null: forged, damaged, expired or no token at all. */
  read(token: string | undefined): Session | null
}

/** Verified tokens are remembered, so that a hot tile costs one look-up. */
const REMEMBERED = 2000

export function sessionTokens(secret: string, now: () => number = Date.now): SessionTokens {
  const known = new Map<string, { session: Session; expires: number }>()
  const sign = (payload: string) => createHmac('sha256', secret).update(payload).digest()

  const verify = (token: string): Session | null => {
    const dot = token.indexOf('.')
    if (dot < 0 || token.length > 4096) return null
    const payload = token.slice(0, dot)
    const given = Buffer.from(token.slice(dot + 1), 'base64url')
    const expected = sign(payload)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
    const parsed = Session.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : null
  }

  return {
    write(session) {
      const payload = Buffer.from(JSON.stringify(session)).toString('base64url')
      return `${payload}.${sign(payload).toString('base64url')}`
    },
    read(token) {
      if (token === undefined) return null
      let found = known.get(token)
      if (found === undefined) {
        const session = verify(token)
        if (session === null) return null
        found = { session, expires: Date.parse(session.expiresAt) }
        if (known.size >= REMEMBERED) known.clear()
        known.set(token, found)
      }
      return found.expires > now() ? found.session : null
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { Session } from '#shared/contract/access/session.ts'
import { createTextSigner } from '../runtime/text-signer.ts'

/** A demo role as text that the server itself has signed: there is no account and no row behind it. */
export interface DemoTokens {
  write(session: Session): string
  /** null: forged, damaged, expired or no token at all. */
  read(token: string | undefined): Session | null
}

const REMEMBERED = 2000

export function createDemoTokens(secret: string, now: () => number): DemoTokens {
  const signed = createTextSigner(secret, 'demo session')
  const known = new Map<string, { session: Session; expires: number }>()
  const verify = (token: string): Session | null => {
    const payload = signed.open(token)
    if (payload === null) return null
    const parsed = Session.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return parsed.success && parsed.data.demo ? parsed.data : null
  }
  return {
    write: (session) => signed.sign(Buffer.from(JSON.stringify(session)).toString('base64url')),
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

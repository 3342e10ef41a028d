import { randomBytes } from 'node:crypto'
import type { Session } from '#shared/contract/access/session.ts'
import { readCookie, type CredentialHeaders, readApiKey } from '../http/credential-headers.ts'
import { isOwnHostName } from '../http/is-own-host-name.ts'
import { DISPLAY_COOKIE, SESSION_COOKIE } from '../http/session-lookup.ts'
import { type AccessStore, type LiveCredential, type LiveSession, hashSecret } from './access-store.ts'
import { createDemoTokens, type DemoTokens } from './demo-tokens.ts'
import { createTextSigner } from '../runtime/text-signer.ts'

export interface SessionIds {
  /** A new random id. */
  make(): string
  /** The cookie's value for an id: a copy of the table of sessions is worth nothing without the key. */
  sign(id: string): string
  demo: DemoTokens
}

/** Signatures that were checked once; a tile then costs a look-up. */
const REMEMBERED = 5000

/** Finds who is asking from headers and memory alone. */
export function createPrincipalResolver({
  memory,
  secret,
  demoMode,
  publicHost,
  idleMs,
  now,
}: {
  memory: AccessStore
  secret: string
  demoMode: boolean
  publicHost: string | undefined
  idleMs: () => number
  now: () => number
}) {
  const signed = createTextSigner(secret, 'session')
  const demo = createDemoTokens(secret, now)
  const checked = new Map<string, string | null>()

  /** Id of the session that the cookie names, if its signature holds. */
  const idIn = (cookie: string): string | null => {
    let id = checked.get(cookie)
    if (id === undefined) {
      id = signed.open(cookie)
      if (checked.size >= REMEMBERED) checked.clear()
      // what is forged is not remembered: it would push out what is sound
      if (id !== null) checked.set(cookie, id)
    }
    return id
  }
  const alive = (live: LiveSession | undefined): live is LiveSession & { session: Session } => {
    const time = now()
    return live !== undefined && live.session !== null && live.endsAt > time && live.seenAt + idleMs() > time
  }
  const byKey = (key: string, touch: boolean): Session | null => {
    const live = memory.credentials.get(hashSecret(key))
    if (live?.session.kind !== 'key' || live.endsAt <= now()) return null
    if (touch) live.usedAt = now()
    return live.session
  }
  const byDisplay = (cookie: string, touch: boolean): Session | null => {
    const live = displayIn(memory, cookie)
    if (live === undefined || live.endsAt <= now()) return null
    if (touch) live.usedAt = now()
    return live.session
  }

  const find = (headers: CredentialHeaders, { touch }: { touch: boolean }): Session | null => {
    const key = readApiKey(headers)
    // who shows a key means it: a bad one does not fall back to anything
    if (key !== undefined) return byKey(key, touch)
    const cookie = readCookie(headers.cookie, SESSION_COOKIE)
    if (cookie !== undefined && cookie !== '') {
      const id = idIn(cookie)
      const live = id === null ? undefined : memory.sessions.get(id)
      if (alive(live)) {
        if (touch) live.seenAt = now()
        return live.session
      }
    }
    const display = readCookie(headers.cookie, DISPLAY_COOKIE)
    const shown = display === undefined ? null : byDisplay(display, touch)
    if (shown !== null) return shown
    // demo mode asks for no password: a page elsewhere must not reach it by DNS rebinding
    if (!demoMode || !isOwnHostName(headers.host, publicHost)) return null
    return demo.read(cookie) ?? DEMO_VISITOR
  }

  return {
    find,
    /** A session that is soundly signed, and that memory does not know as alive. */
    unknownId(headers: CredentialHeaders): string | null {
      const cookie = readCookie(headers.cookie, SESSION_COOKIE)
      const id = cookie === undefined ? null : idIn(cookie)
      return id !== null && !alive(memory.sessions.get(id)) ? id : null
    },
    currentId(headers: CredentialHeaders): string | null {
      const cookie = readCookie(headers.cookie, SESSION_COOKIE)
      const id = cookie === undefined ? null : idIn(cookie)
      return id !== null && alive(memory.sessions.get(id)) ? id : null
    },
    ids: {
      make: () => randomBytes(16).toString('base64url'),
      sign: signed.sign,
      demo,
    } satisfies SessionIds,
  }
}

/** The display cookie names the token and carries the secret of the one browser that claimed it. */
function displayIn({ credentials }: AccessStore, cookie: string): LiveCredential | undefined {
  const dot = cookie.indexOf('.')
  if (dot < 0) return undefined
  const live = credentials.get(cookie.slice(0, dot))
  return live?.session.kind === 'display' &&
    live.deviceHash !== null &&
    live.deviceHash === hashSecret(cookie.slice(dot + 1))
    ? live
    : undefined
}

/**
 * In demo mode a request without a session (QGIS, curl, another map page) sees what a leader sees, and no
 * more.
 */
const DEMO_VISITOR: Session = {
  subject: 'demo',
  kind: 'demo',
  name: 'demo-visitor',
  displayName: '演示访客',
  role: 'leader',
  area: { city: '*' },
  demo: true,
  expiresAt: '9999-12-31T00:00:00Z',
}

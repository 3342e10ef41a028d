import type { Session } from '#shared/contract/session.ts'
import type { SessionTokens } from './session-token.ts'

export const SESSION_COOKIE = 'grid_map_session'

/** The session of a request, from its headers alone; shared by the framework's routes and the hot path of tiles. */
export type SessionOf = (headers: { cookie?: string | undefined }) => Session | null

/** In demo mode a request without a session (QGIS, curl, another map page) sees what a leader sees, and no more. */
const DEMO_VISITOR: Session = {
  subject: 'demo',
  name: '演示访客',
  role: 'leader',
  area: { city: '*' },
  demo: true,
  expiresAt: '9999-12-31T00:00:00Z',
}

export function sessionReader(tokens: SessionTokens, demoMode: boolean): SessionOf {
  return ({ cookie }) => {
    const session = tokens.read(cookieValue(cookie, SESSION_COOKIE))
    if (session !== null && (demoMode || !session.demo)) return session
    return demoMode ? DEMO_VISITOR : null
  }
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return undefined
}

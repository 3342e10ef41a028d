import type { Session } from '#shared/contract/access/session.ts'
import type { CredentialHeaders } from './credential-headers.ts'

export const SESSION_COOKIE = 'grid_map_session'
export const DISPLAY_COOKIE = 'grid_map_display'

/**
 * Finds the session from the request's headers, without waiting: shared by the routes of the framework and
 * the fast path of tiles. Returns null when the request is not authenticated.
 */
export type SessionLookup = (headers: CredentialHeaders) => Session | null

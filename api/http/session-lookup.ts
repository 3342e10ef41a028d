import type { Session } from '#shared/contract/access/session.ts'
import type { CredentialHeaders } from './credential-headers.ts'

export const SESSION_COOKIE = 'grid_map_session'
export const DISPLAY_COOKIE = 'grid_map_display'

/**
 * Who is asking, from the request's headers alone and without waiting: shared by the framework's routes and the hot
 * path of tiles. null: nobody, as far as this server knows.
 */
export type SessionLookup = (headers: CredentialHeaders) => Session | null

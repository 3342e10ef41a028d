import type { Endpoint } from '#shared/contract/endpoint.ts'
import { may, type Target } from '#shared/contract/permissions.ts'
import type { Session } from '#shared/contract/session.ts'
import { AppError } from '../errors.ts'

/** The guard of every route: passes, or refuses with 401 or 403. `target` is the territory named in the path. */
export function checkPermission(permission: Endpoint['permission'], session: Session | null, target: Target): void {
  if (permission === 'public') return
  if (session === null) throw new AppError('unauthenticated', 'sign in first')
  if (permission === 'session') return
  if (!may(session, permission, target)) throw new AppError('forbidden', 'your role or area does not include this', { action: permission })
}

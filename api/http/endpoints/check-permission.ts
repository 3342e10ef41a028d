import type { Endpoint } from '#shared/contract/endpoint.ts'
import { isAllowed, isAllowedSomewhere, type PermissionTarget } from '#shared/contract/permissions.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { AppError } from '../../errors.ts'

/** Passes, or refuses with 401 or 403. `target`: the territory that is touched. */
export function checkPermission(
  permission: Endpoint['permission'],
  session: Session | null,
  target: PermissionTarget,
): void {
  check(permission, session, (action, holder) => isAllowed(holder, action, target))
}

/**
 * The guard of every route, from its path alone. Where the path names no unit, somebody with an area of a few
 * streets passes here, and the handler asks again when it knows what is touched.
 */
export function checkRoutePermission(
  permission: Endpoint['permission'],
  session: Session | null,
  target: PermissionTarget,
): void {
  check(permission, session, (action, holder) =>
    target.code === undefined
      ? isAllowedSomewhere(holder, action, target.city, target.settingUp)
      : isAllowed(holder, action, target),
  )
}

function check(
  permission: Endpoint['permission'],
  session: Session | null,
  passes: (action: Exclude<Endpoint['permission'], 'public' | 'session'>, holder: Session) => boolean,
): void {
  if (permission === 'public') return
  if (session === null) throw new AppError('unauthenticated', 'sign in first')
  if (permission === 'session') return
  if (!passes(permission, session))
    throw new AppError('forbidden', 'your role or area does not include this', { action: permission })
}

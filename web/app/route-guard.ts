import type { ProblemError } from '../lib/problem-error.ts'
import type { Resource } from '../lib/resource.ts'
import { getResourceValue } from '../lib/resource.ts'

/** A state in which the page is not shown. */
export type BlockedRouteState = Exclude<RouteGuardState, { kind: 'open' }>

/** What stands between the reader and the map, if anything. */
export type RouteGuardState =
  | { kind: 'starting' }
  | { kind: 'failed'; error: ProblemError }
  | { kind: 'signIn' }
  | { kind: 'noAccess' }
  | { kind: 'notYours' }
  | { kind: 'noCities' }
  | { kind: 'cityLoading' }
  | { kind: 'cityUnknown' }
  | { kind: 'open' }

export interface RouteGuardInput {
  session: Resource<{ session: object | null }>
  mayRead: boolean
  cities: Resource<readonly { code: string; state: 'loading' | 'ready' }[]>
  code: string | null
  summary: Resource<object>
}

/** Once a city's figures have been shown they stay, whatever happens to the server later. */
export function resolveCityGuard({
  session,
  mayRead,
  cities,
  code,
  summary,
}: RouteGuardInput): RouteGuardState {
  const who = getResourceValue(session)
  if (who === undefined)
    return session.state === 'failed' ? { kind: 'failed', error: session.error } : { kind: 'starting' }
  if (who.session === null) return { kind: 'signIn' }
  if (!mayRead) return { kind: 'noAccess' }
  if (getResourceValue(summary) !== undefined) return { kind: 'open' }
  if (summary.state === 'failed') {
    switch (summary.error.code) {
      case 'unauthenticated':
        return { kind: 'signIn' }
      case 'forbidden':
        return { kind: 'noAccess' }
      case 'not_found':
        return { kind: 'cityUnknown' }
      case 'unavailable':
        return { kind: 'cityLoading' }
      default:
        return { kind: 'failed', error: summary.error }
    }
  }
  const list = getResourceValue(cities)
  if (code === null && list !== undefined && list.length === 0) return { kind: 'noCities' }
  if (code === null && cities.state === 'failed') return { kind: 'failed', error: cities.error }
  return { kind: 'starting' }
}

/** Pages that are not about a city: they need a session, and most of them an action that its role has. */
export function resolvePageGuard({
  session,
  allowed,
}: Pick<RouteGuardInput, 'session'> & { allowed: boolean }): RouteGuardState {
  const who = getResourceValue(session)
  if (who === undefined)
    return session.state === 'failed' ? { kind: 'failed', error: session.error } : { kind: 'starting' }
  if (who.session === null) return { kind: 'signIn' }
  return allowed ? { kind: 'open' } : { kind: 'notYours' }
}

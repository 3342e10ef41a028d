import type { Session } from '#shared/contract/access/session.ts'
import type { EndpointCall } from './register-endpoint.ts'

/** Who asks, as history and audit name them. */
export function getActor({
  session,
  context,
}: {
  session: Session | null
  context: EndpointCall<unknown, unknown, unknown>['context']
}): { name: string; address: string | null } {
  return { name: session?.name ?? 'nobody', address: context.get('client').address }
}

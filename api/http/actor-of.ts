import type { Session } from '#shared/contract/session.ts'
import type { Call } from './mount.ts'

/** Who asks, as history and audit name them. */
export function actorOf({
  session,
  context,
}: {
  session: Session | null
  context: Call<unknown, unknown, unknown>['context']
}): { name: string; address: string | null } {
  return { name: session?.name ?? 'nobody', address: context.get('client').address }
}

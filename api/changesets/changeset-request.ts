import type { Actor } from '../runtime/actor.ts'
import type { ChangesetRequest } from './commit-changeset.ts'

/** Returns a changeset request in the name of an actor. */
export function toChangesetRequest(
  { name, address }: Actor,
  request: Pick<ChangesetRequest, 'city' | 'note' | 'requestId' | 'kind'>,
): ChangesetRequest {
  return { ...request, actor: name, ...(address === null ? {} : { address }) }
}

import type { Draft } from '#shared/contract/drafts/drafts.ts'

/**
 * The newer of two states of one draft. Answers may arrive out of order: since undoing is a step as well, the state with
 * fewer steps is the older one; of equal states the one that has just arrived is returned.
 */
export function pickNewerDraft(known: Draft | null, arrived: Draft): Draft {
  return known !== null && known.baseRevision === arrived.baseRevision && known.steps > arrived.steps
    ? known
    : arrived
}

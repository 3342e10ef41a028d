import type { Draft } from '#shared/contract/drafts/drafts.ts'

/**
 * The later of two states of one draft. Answers may cross on their way: that with fewer steps is how the draft was
 * before, since undoing is a step as well; of equal ones the one that has just arrived counts.
 */
export function pickNewerDraft(known: Draft | null, arrived: Draft): Draft {
  return known !== null && known.baseRevision === arrived.baseRevision && known.steps > arrived.steps
    ? known
    : arrived
}

import type { z } from 'zod'
import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import type { appendSteps, StoredStep } from '#shared/contract/drafts/drafts.ts'
import { type Reason, reasonCodes } from '#shared/geometry/result.ts'

export type AppendAnswer = z.output<typeof appendSteps.answer>

/** The accepted steps as the draft has them now, numbered after the known ones. */
export function toConfirmedSteps(
  { accepted, draft }: AppendAnswer,
  sent: readonly NewStep[],
  known: readonly StoredStep[],
): StoredStep[] {
  const [acceptedIds, knownIds] = [new Set(accepted), new Set(known.map(({ id }) => id))]
  return sent
    .filter(({ id }) => acceptedIds.has(id) && !knownIds.has(id))
    .map((step, i) => ({ ...step, number: known.length + i + 1, author: '', at: draft.changedAt }))
}

/** A reason that this version of the page does not know becomes the most general one. */
export function toReason({ code, cells, at, count }: NonNullable<AppendAnswer['refused']>['reason']): Reason {
  return {
    code: reasonCodes.find((each) => each === code) ?? 'not_a_tiling',
    ...(cells ? { cells } : {}),
    ...(at ? { at } : {}),
    ...(count === undefined ? {} : { count }),
  }
}

import { applyDraftChange } from '#shared/drafts/draft-state.ts'
import type { DraftHistory } from '#shared/drafts/draft-history.ts'
import { findMovedPoints } from '#shared/drafts/find-moved-points.ts'
import type { SnapTargets } from './snap-targets.ts'

/** Names of the premises whose ground the steps of a draft give to another community. */
export function listMovedPremises(
  { state, done }: DraftHistory,
  { premises, premisesNames }: Pick<SnapTargets, 'premises' | 'premisesNames'>,
): string[] {
  const base = done.reduceRight((later, { reverse }) => applyDraftChange(later, reverse), state)
  return findMovedPoints(base, state, premises).map(({ row }) => premisesNames[row] ?? '')
}

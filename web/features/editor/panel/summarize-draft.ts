import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import { listMovedPremises } from '#shared/drafts/assignment/draft-premises.ts'
import { traceBranches } from '#shared/drafts/assignment/trace-branches.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import { type DraftHistory, rewindHistory } from '#shared/drafts/draft-history.ts'
import { sumMoved } from '#shared/drafts/sum-moved.ts'
import { findAffectedStreets } from '#shared/drafts/find-affected-streets.ts'

export interface DraftSummary {
  /** Grids by what happens to them; vertices that were only inserted do not count. */
  grids: Record<'new' | 'changed' | 'retired' | 'described', number>
  /** Households that grids of before lose to others. */
  households: number
  premises: number
  branches: number
  /** Codes of the streets that are asked for their consent. */
  streets: string[]
  hints: number
}

/** Sums up what a draft does, as the review will show it. */
export function summarizeDraft(history: DraftHistory, issues: readonly Issue[]): DraftSummary {
  const { state, done } = history
  const base = rewindHistory(history)
  const grids = { new: 0, changed: 0, retired: 0, described: 0 }
  const differences = compareStates(base, state)
  for (const { what } of differences) if (what !== 'vertices') grids[what]++
  return {
    grids,
    households: sumMoved(done, differences, 'households'),
    premises: listMovedPremises(base, state).length,
    branches: traceBranches(done, base).length,
    streets: findAffectedStreets(base, state),
    hints: issues.filter(({ severity }) => severity === 'warning').length,
  }
}

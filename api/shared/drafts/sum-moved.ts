import type { CellDifference } from './compare-states.ts'
import type { AppliedOperation } from './draft-history.ts'

/**
 * Sums what grids lose to other grids; the gains of the others are equal to it. A number that the author corrected moves
 * nothing.
 */
export function sumMoved(
  done: readonly AppliedOperation[],
  differences: readonly CellDifference[],
  name: 'households' | 'residents',
): number {
  const corrected = new Map<number, number>()
  for (const { change, reverse } of done) {
    if (change.geometry !== null) continue
    const before = new Map(reverse.facts)
    for (const [id, facts] of change.facts)
      corrected.set(id, (corrected.get(id) ?? 0) + (facts?.[name] ?? 0) - (before.get(id)?.[name] ?? 0))
  }
  return differences.reduce(
    (sum, { id, before, after }) =>
      sum + Math.max(0, (before?.facts[name] ?? 0) + (corrected.get(id) ?? 0) - (after?.facts[name] ?? 0)),
    0,
  )
}

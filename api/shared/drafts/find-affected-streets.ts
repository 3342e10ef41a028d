import { findCodeLevel } from '../contract/city/code-levels.ts'
import { isSameBoundary } from '../geometry/topology/is-same-boundary.ts'
import type { DraftState } from './draft-state.ts'

/** Returns the codes of the other streets whose borders a draft moves: their consent is required (接边确认). */
export function findAffectedStreets(before: DraftState, after: DraftState): string[] {
  return [...before.set.outlines].flatMap(([unit, { shape }]) => {
    const now = after.set.outlines.get(unit)
    return findCodeLevel(unit) === 'street' &&
      unit !== before.street &&
      now &&
      !isSameBoundary(shape, now.shape)
      ? [unit]
      : []
  })
}

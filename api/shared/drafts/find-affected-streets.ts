import { isSameBoundary } from '../geometry/topology/is-same-boundary.ts'
import type { DraftState } from './draft-state.ts'

/** Codes of the other streets whose border a draft moves: they are asked for their consent (接边确认). */
export function findAffectedStreets(before: DraftState, after: DraftState): string[] {
  return [...before.set.outlines].flatMap(([unit, { shape }]) => {
    const now = after.set.outlines.get(unit)
    return unit.length === 9 && unit !== before.street && now && !isSameBoundary(shape, now.shape)
      ? [unit]
      : []
  })
}

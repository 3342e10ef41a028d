import type { DraftState } from '../draft-state.ts'
import { listMovedPremises } from './draft-premises.ts'

/**
 * Returns the premises that belong to another community in the second of two states: by the grid that was chosen for them,
 * else by that of their ground.
 */
export function listPremisesChangingCommunity(before: DraftState, after: DraftState) {
  return listMovedPremises(before, after).flatMap((premises) => {
    const from = premises.from === null ? undefined : before.set.cells.get(premises.from)?.community
    const to = premises.to === null ? undefined : after.set.cells.get(premises.to)?.community
    return from === undefined || to === undefined || from === to ? [] : [premises]
  })
}

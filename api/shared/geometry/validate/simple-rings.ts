import { ringConflict } from '../ring-conflict.ts'
import { issue, type Rule } from './issue.ts'

/** No ring meets itself or another of its cell. */
export const simpleRings: Rule = (set, mine) =>
  [...set.cells.values()].flatMap(({ id, shape }) => {
    const at = mine(id) ? ringConflict(shape) : null
    return at ? [issue('ring_conflict', 'error', { cells: [id], at })] : []
  })

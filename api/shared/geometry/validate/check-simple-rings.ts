import { findSelfIntersection } from '../topology/find-self-intersection.ts'
import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'

/** Reports rings that intersect themselves or another ring of the cell. */
export const checkSimpleRings: ValidationRule = (set, mine) =>
  [...set.cells.values()].flatMap(({ id, shape }) => {
    const at = mine(id) ? findSelfIntersection(shape) : null
    return at ? [createGeometryIssue('ring_conflict', 'error', { cells: [id], at })] : []
  })

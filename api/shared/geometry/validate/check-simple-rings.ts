import { findSelfIntersection } from '../topology/find-self-intersection.ts'
import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'

/** No ring meets itself or another of its cell. */
export const checkSimpleRings: ValidationRule = (set, mine) =>
  [...set.cells.values()].flatMap(({ id, shape }) => {
    const at = mine(id) ? findSelfIntersection(shape) : null
    return at ? [createGeometryIssue('ring_conflict', 'error', { cells: [id], at })] : []
  })

import { findShapeDefect } from '../topology/find-shape-defect.ts'
import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'

/** Reports rings that intersect themselves or another ring of the cell, or run the wrong way round. */
export const checkSimpleRings: ValidationRule = (set, mine) =>
  [...set.cells.values()].flatMap(({ id, shape }) => {
    const at = mine(id) ? findShapeDefect(shape) : null
    return at ? [createGeometryIssue('ring_conflict', 'error', { cells: [id], at })] : []
  })

import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'

/** Reports communities without a grid, and grids of a community that does not exist. */
export const checkMissingCommunity: ValidationRule = (set, mine) => {
  const lost = [...set.cells.values()].filter(({ id, community }) => mine(id) && !set.outlines.has(community))
  return lost.map(({ id, shape }) =>
    createGeometryIssue('missing_community', 'error', { cells: [id], at: shape[0]?.[0]?.[0] ?? null }),
  )
}

import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'

/** Every community of which some land is here has at least one grid, and every grid a community that there is. */
export const checkMissingCommunity: ValidationRule = (set, mine) => {
  const lost = [...set.cells.values()].filter(({ id, community }) => mine(id) && !set.outlines.has(community))
  return lost.map(({ id, shape }) =>
    createGeometryIssue('missing_community', 'error', { cells: [id], at: shape[0]?.[0]?.[0] ?? null }),
  )
}

import type { Assignment } from '#shared/contract/drafts/draft-operations.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

export type WorkerField = 'fullTimeWorkers' | 'partTimeWorkers'

/** Lets premises belong to a grid. */
export const assignPremises = (assign: Assignment, id: number, grid: CellId): Assignment => ({
  ...assign,
  premises: (assign.premises ?? []).map((each) => (each.id === id ? { id, grid } : each)),
})

/**
 * Gives a grid a number of workers. The sum stays: what it gets is taken from the grids that have most, and what it gives
 * goes to those that have fewest.
 */
export function assignWorkers(
  assign: Assignment,
  grid: CellId,
  field: WorkerField,
  wanted: number,
): Assignment {
  const workers = (assign.workers ?? []).map((each) => ({ ...each }))
  const own = workers.find((each) => each.grid === grid)
  if (!own) return assign
  const total = workers.reduce((sum, each) => sum + each[field], 0)
  const target = Math.min(total, Math.max(0, Math.round(wanted) || 0))
  while (own[field] !== target) {
    const step = own[field] < target ? 1 : -1
    const [other] = workers
      .filter((each) => each !== own && each[field] - step >= 0)
      .sort((a, b) => step * (b[field] - a[field]))
    if (!other) return assign
    own[field] += step
    other[field] -= step
  }
  return { ...assign, workers }
}

/** Gives a branch to a grid; it joins the one that the grid has, if there is one. */
export function assignBranch(assign: Assignment, branch: CellId, grid: CellId): Assignment {
  const others = (assign.branches ?? []).map((each) => ({
    grid: each.grid,
    from: each.from.filter((id) => id !== branch),
  }))
  const receiver = others.find((each) => each.grid === grid)
  if (receiver) receiver.from.push(branch)
  else others.push({ grid, from: [branch] })
  return { ...assign, branches: others.filter(({ from }) => from.length > 0) }
}

/** Chooses which of the branches of a grid goes on; the others join it. */
export const continueBranch = (assign: Assignment, grid: CellId, branch: CellId): Assignment => ({
  ...assign,
  branches: (assign.branches ?? []).map((each) =>
    each.grid === grid ? { grid, from: [branch, ...each.from.filter((id) => id !== branch)] } : each,
  ),
})

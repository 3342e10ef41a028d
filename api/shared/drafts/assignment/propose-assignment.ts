import type { Assignment } from '../../contract/drafts/draft-operations.ts'
import { apportionCount } from '../../city/apportion-count.ts'
import type { CellId } from '../../geometry/cell-set.ts'
import type { DraftChange, DraftState } from '../draft-state.ts'
import { movePremises } from './draft-premises.ts'
import { isOwnCell } from '../is-own-cell.ts'
import { listParticipants, type Participants } from './list-participants.ts'

/** Operations that make other grids of the land of some; the others only move a border. */
const DIVIDING: readonly string[] = ['split', 'carve', 'divide', 'merge']

const workerFields = ['fullTimeWorkers', 'partTimeWorkers'] as const
type WorkerField = (typeof workerFields)[number]

/**
 * Proposes where premises, workers and branches go; null: there is nothing to choose. Premises stay with the ground on
 * which they stand, workers are divided by households in whole numbers, a branch goes to the part with more households,
 * and where grids are merged that of the grid which stays goes on. Equal input has equal proposals.
 */
export function proposeAssignment(state: DraftState, change: DraftChange): Assignment | null {
  if (change.geometry === null) return null
  const isDividing = DIVIDING.includes(change.operation)
  const all = listParticipants(state, change)
  const own: Participants = {
    before: all.before.filter((id) => isOwnCell(state, id)),
    after: all.after.filter((id) => isOwnCell(state, id)),
  }
  const assignment: Assignment = {}
  const premises = proposePremises(state, change, all, isDividing)
  if (premises.length > 0) assignment.premises = premises
  if (!isDividing) return premises.length > 0 ? assignment : null
  const workers = proposeWorkers(state, change, own)
  if (workers.length > 0) assignment.workers = workers
  const branches = proposeBranches(state, change, own)
  if (branches.length > 0) assignment.branches = branches
  return Object.keys(assignment).length === 0 ? null : assignment
}

/** Where only borders move, the premises whose grid becomes another one; else all of the grids that are divided. */
function proposePremises(
  { premises }: DraftState,
  { geometry }: DraftChange,
  { before, after }: Participants,
  isDividing: boolean,
): NonNullable<Assignment['premises']> {
  if (!premises || after.length < 2) return []
  const moved = movePremises(premises, geometry)
  return premises.ids.flatMap((id, row) => {
    const [was, is] = [premises.owner[row] ?? null, moved.owner[row] ?? null]
    if (was === null || is === null || !before.includes(was) || !after.includes(is)) return []
    return isDividing || was !== is ? [{ id, grid: is }] : []
  })
}

function proposeWorkers(
  state: DraftState,
  change: DraftChange,
  { before, after }: Participants,
): NonNullable<Assignment['workers']> {
  const total = (name: WorkerField) => before.reduce((sum, id) => sum + (state.facts.get(id)?.[name] ?? 0), 0)
  if (after.length < 2 || workerFields.every((name) => total(name) === 0)) return []
  const facts = new Map(change.facts)
  const added = change.operation === 'divide' ? [] : after.filter((id) => !state.facts.has(id))
  const [newCell] = added
  const counts = new Map(after.map((id) => [id, { fullTimeWorkers: 0, partTimeWorkers: 0 }]))
  const add = (id: CellId, name: WorkerField, count: number) => {
    const each = counts.get(id)
    if (each) each[name] += count
  }
  for (const name of workerFields)
    if (newCell === undefined)
      // a division has shared its workers out by households already
      for (const id of after) add(id, name, facts.get(id)?.[name] ?? 0)
    else
      for (const id of before) {
        const [stayed, gone] = divideHouseholds(state, change, id)
        const [kept = 0, given = 0] =
          stayed + gone > 0
            ? apportionCount(state.facts.get(id)?.[name] ?? 0, [stayed, gone])
            : [state.facts.get(id)?.[name] ?? 0]
        add(id, name, kept)
        add(newCell, name, given)
      }
  return [...counts].map(([grid, each]) => ({ grid, ...each }))
}

function proposeBranches(
  state: DraftState,
  change: DraftChange,
  { before, after }: Participants,
): NonNullable<Assignment['branches']> {
  const facts = new Map(change.facts)
  const householdsOf = (id: CellId) => facts.get(id)?.households ?? 0
  const owners = new Map<CellId, CellId[]>()
  const give = (grid: CellId, branch: CellId) => owners.set(grid, [...(owners.get(grid) ?? []), branch])
  const branches = before
    .filter((id) => (state.facts.get(id)?.branchSince ?? null) !== null)
    // those that keep a grid come first: where branches meet, theirs goes on
    .sort((a, b) => Number(after.includes(b)) - Number(after.includes(a)) || compareFounding(state, a, b))
  const newCell = after.find((id) => !state.facts.has(id))
  for (const branch of branches) {
    if (after.includes(branch)) {
      const [stayed, gone] = divideHouseholds(state, change, branch)
      const leaves =
        change.operation !== 'divide' && newCell !== undefined && gone > stayed && !owners.has(newCell)
      give(leaves ? newCell : branch, branch)
      continue
    }
    const successors = (change.geometry?.lineage ?? [])
      .filter(({ predecessor, successor }) => predecessor === branch && after.includes(successor))
      .map(({ successor }) => successor)
    const ranked = (successors.length > 0 ? successors : [...after]).toSorted(
      (a, b) => Number(owners.has(a)) - Number(owners.has(b)) || householdsOf(b) - householdsOf(a),
    )
    if (ranked[0] !== undefined) give(ranked[0], branch)
  }
  return [...owners].map(([grid, from]) => ({ grid, from }))
}

/** Households of a divided cell that stay with it, and that go. */
function divideHouseholds(
  state: DraftState,
  { facts }: DraftChange,
  id: CellId,
): [stayed: number, gone: number] {
  const stayed = facts.find(([each]) => each === id)?.[1]?.households ?? 0
  return [stayed, Math.max(0, (state.facts.get(id)?.households ?? 0) - stayed)]
}

function compareFounding({ facts }: DraftState, a: CellId, b: CellId): number {
  const [one, other] = [facts.get(a)?.branchSince ?? '', facts.get(b)?.branchSince ?? '']
  return one < other ? -1 : one > other ? 1 : a - b
}

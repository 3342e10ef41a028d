import type { Assignment } from '../../contract/drafts/draft-operations.ts'
import type { CellId } from '../../geometry/cell-set.ts'
import { ok, type Reason, reject, type Result } from '../../geometry/result.ts'
import type { DraftChange, DraftState, GridAttributes } from '../draft-state.ts'
import { isOwnCell } from '../is-own-cell.ts'
import { movePremises } from './draft-premises.ts'
import { listParticipants, type Participants } from './list-participants.ts'

const workerFields = ['fullTimeWorkers', 'partTimeWorkers'] as const

/**
 * Returns the change with premises, workers and branches where the author wants them, or the reason why that is not
 * possible: nothing is lost, nothing is there twice, and nothing goes to a grid that the change does not concern.
 */
export function assignChange(
  state: DraftState,
  change: DraftChange,
  assignment: Assignment,
): Result<DraftChange> {
  const participants = listParticipants(state, change)
  const fault = findFault(state, change, participants, assignment)
  if (fault) return { ok: false, reason: fault }
  const facts = new Map(change.facts)
  const set = (id: CellId, values: Partial<GridAttributes>) => {
    const known = facts.get(id)
    if (known) facts.set(id, { ...known, ...values })
  }
  for (const { grid, ...counts } of assignment.workers ?? []) set(grid, counts)
  if (assignment.branches) {
    for (const id of participants.after) if (isOwnCell(state, id)) set(id, { branchSince: null })
    for (const { grid, from } of assignment.branches)
      set(grid, { branchSince: state.facts.get(from[0] ?? grid)?.branchSince ?? null })
  }
  for (const name of workerFields) {
    const sum = (list: Iterable<GridAttributes | null | undefined>) =>
      [...list].reduce((total, each) => total + (each?.[name] ?? 0), 0)
    const [before, after] = [sum(change.facts.map(([id]) => state.facts.get(id))), sum(facts.values())]
    if (assignment.workers && before !== after)
      return reject('workers_differ', { cells: [...participants.after], count: before })
  }
  const owners = readOwners(state, assignment)
  return ok({ ...change, facts: [...facts], ...(owners.size === 0 ? {} : { owners }) })
}

function readOwners({ premises }: DraftState, assignment: Assignment): Map<number, CellId> {
  const rows = new Map(premises?.ids.map((id, row) => [id, row]))
  return new Map(
    (assignment.premises ?? []).flatMap(({ id, grid }) => {
      const row = rows.get(id)
      return row === undefined ? [] : [[row, grid] as const]
    }),
  )
}

function findFault(
  state: DraftState,
  change: DraftChange,
  participants: Participants,
  { premises = [], workers = [], branches }: Assignment,
): Reason | null {
  const after = new Set(participants.after)
  const named = [...workers, ...(branches ?? [])].map(({ grid }) => grid)
  const elsewhere = [
    ...premises.map(({ grid }) => grid).filter((id) => !after.has(id)),
    // a grid of another street may receive premises with their ground, but neither workers nor a branch
    ...named.filter((id) => !after.has(id) || !isOwnCell(state, id)),
  ]
  if (elsewhere.length > 0) return { code: 'assigned_elsewhere', cells: [...new Set(elsewhere)] }
  const twice = [
    ...findRepeated(workers.map(({ grid }) => grid)),
    ...findRepeated((branches ?? []).map(({ grid }) => grid)),
    ...findRepeated((branches ?? []).flatMap(({ from }) => from)),
  ]
  if (twice.length > 0) return { code: 'assigned_twice', cells: twice }
  if (findRepeated(premises.map(({ id }) => id)).length > 0)
    return { code: 'assigned_twice', cells: [...participants.after] }
  return (
    findPremisesFault(state, change, participants, premises) ??
    (branches ? findBranchFault(state, participants, branches) : null)
  )
}

/**
 * Premises may be assigned that belong to a grid of the change, before it or by themselves after it. They go to another
 * community only with their ground.
 */
function findPremisesFault(
  { premises: known, set }: DraftState,
  { geometry }: DraftChange,
  { before, after }: Participants,
  premises: NonNullable<Assignment['premises']>,
): Reason | null {
  if (premises.length === 0) return null
  const moved = known && movePremises(known, geometry)
  const rows = new Map(known?.ids.map((id, row) => [id, row]))
  const communityOf = (id: CellId | null) =>
    id === null ? undefined : (geometry?.put.find((cell) => cell.id === id) ?? set.cells.get(id))?.community
  for (const { id, grid } of premises) {
    const row = rows.get(id) ?? -1
    const [was, is] = [known?.owner[row] ?? null, moved?.owner[row] ?? null]
    const at = known?.points[row]
    const place = at ? { at } : {}
    if (!(was !== null && before.includes(was)) && !(is !== null && after.includes(is)))
      return { code: 'unknown_premises', count: id, ...place }
    if (![was, is].some((each) => communityOf(each) === communityOf(grid)))
      return { code: 'assigned_elsewhere', cells: [grid], ...place }
  }
  return null
}

function findBranchFault(
  state: DraftState,
  { before }: Participants,
  branches: NonNullable<Assignment['branches']>,
): Reason | null {
  const known = before.filter(
    (id) => isOwnCell(state, id) && (state.facts.get(id)?.branchSince ?? null) !== null,
  )
  const named = branches.flatMap(({ from }) => from)
  const unknown = named.filter((id) => !known.includes(id))
  if (unknown.length > 0) return { code: 'unknown_branch', cells: unknown }
  const left = known.filter((id) => !named.includes(id))
  return left.length > 0 ? { code: 'branch_left_out', cells: left } : null
}

const findRepeated = (list: readonly number[]) => [...new Set(list.filter((id, i) => list.indexOf(id) < i))]

import type { Cell, CellId, GridChange } from '../geometry/cell-set.ts'
import { getShapeAreaM2 } from '../geometry/shapes/shape-area.ts'
import { apportionCount } from '../city/apportion-count.ts'
import { countMoves, isCounted } from './buildings/count-moves.ts'
import { buildingCounts } from './buildings/draft-buildings.ts'
import { relocateBuildings } from './buildings/relocate-buildings.ts'
import { createGridAttributes, type DraftState, type GridAttributes } from './draft-state.ts'

/** Workers stay with the grid that keeps its id and move only when it is retired. */
const staysWithGrid = ['fullTimeWorkers', 'partTimeWorkers'] as const

type Counts = Record<CellId, number>

/**
 * Returns the attributes of the cells of a change; sums are preserved exactly. What is counted in buildings goes with
 * them. Where buildings are not known well enough, cells that lose land give the same share of their households, as an
 * estimate that the user can correct, and cells that gain land receive shares in proportion to it.
 *
 * @param divided cells whose land is divided anew: all that they hold is shared out
 */
export function redistributeCounts(
  state: DraftState,
  change: GridChange,
  nameOf: (cell: Cell) => string,
  { kind, divided = [] }: { kind?: GridAttributes['kind'] | undefined; divided?: readonly CellId[] } = {},
): (readonly [CellId, GridAttributes | null])[] {
  const { set: before, facts } = state
  const after = new Map(change.put.map((cell) => [cell.id, cell]))
  const touched = [...after.keys(), ...change.retire]
  const pool = new Set(touched.filter((id) => divided.includes(id) || (divided.length > 0 && !facts.has(id))))
  const areas = touched.map((id) => {
    const [was, is] = [before.cells.get(id), after.get(id)]
    return { id, was: was ? getShapeAreaM2(was.shape) : 0, is: is ? getShapeAreaM2(is.shape) : 0 }
  })
  const gains: Counts = Object.fromEntries(
    areas.flatMap(({ id, was, is }) => {
      const gain = pool.has(id) ? is : divided.length > 0 ? 0 : is - was
      return gain > 0 ? [[id, gain]] : []
    }),
  )
  const retired = new Set(change.retire)
  const relocation = relocateBuildings(state.buildings, change)
  const counted = new Set(relocation === null ? [] : touched.filter((id) => isCounted(state, id)))
  const estimated = areas.filter(({ id }) => !counted.has(id))
  const moved = new Map<string, Counts>([
    ...buildingCounts.map(
      (name) =>
        [
          name,
          distribute(
            estimated.map(({ id, was, is }) => ({
              id,
              count: facts.get(id)?.[name] ?? 0,
              share: pool.has(id) ? 1 : divided.length === 0 && is < was ? 1 - is / was : 0,
            })),
            gains,
          ),
        ] as const,
    ),
    ...staysWithGrid.map(
      (name) =>
        [
          name,
          distribute(
            change.retire.map((id) => ({ id, count: facts.get(id)?.[name] ?? 0, share: 1 })),
            gains,
          ),
        ] as const,
    ),
  ])
  if (relocation !== null)
    for (const name of buildingCounts) {
      const counts = moved.get(name) ?? {}
      for (const [id, count] of countMoves(facts, relocation, counted, name))
        counts[id] = (counts[id] ?? 0) + count
    }
  const countOf = (name: string, id: CellId, count: number) => count + (moved.get(name)?.[id] ?? 0)
  const branches = change.retire.flatMap((id) => facts.get(id)?.branchSince ?? []).sort()

  const next = touched.flatMap((id): (readonly [CellId, GridAttributes | null])[] => {
    if (retired.has(id)) return [[id, null]]
    const cell = after.get(id)
    if (!cell) return []
    const known = facts.get(id) ?? createGridAttributes(nameOf(cell), kind ?? parentKind(change, facts, id))
    const isFirst = before.cells.get(id)?.undivided === true && !cell.undivided
    const grid: GridAttributes = { ...known, ...(isFirst ? { name: nameOf(cell) } : {}) }
    for (const name of [...buildingCounts, ...staysWithGrid]) grid[name] = countOf(name, id, known[name])
    if (grid.branchSince === null && branches[0] !== undefined && gains[id] !== undefined)
      grid.branchSince = branches[0]
    return [[id, grid]]
  })
  return pool.size === 0 ? next : shareWorkers(next, pool)
}

/** Where land is divided anew its workers are shared out by households. */
function shareWorkers(
  grids: (readonly [CellId, GridAttributes | null])[],
  pool: ReadonlySet<CellId>,
): (readonly [CellId, GridAttributes | null])[] {
  const shared = grids.flatMap(([id, grid]) => (pool.has(id) && grid ? [{ id, grid: { ...grid } }] : []))
  const weights = shared.map(({ grid }) => grid.households)
  const hasSome = weights.some((each) => each > 0)
  for (const name of staysWithGrid) {
    const total = shared.reduce((sum, { grid }) => sum + grid[name], 0)
    const counts = apportionCount(total, hasSome ? weights : weights.map(() => 1))
    shared.forEach(({ grid }, i) => (grid[name] = counts[i] ?? 0))
  }
  const byId = new Map(shared.map(({ id, grid }) => [id, grid]))
  return grids.map(([id, grid]) => [id, byId.get(id) ?? grid] as const)
}

/** Returns what each cell gives (negative) and receives, in integers with sum 0. */
function distribute(donors: readonly { id: CellId; count: number; share: number }[], gains: Counts): Counts {
  const result: Counts = {}
  let pool = 0
  for (const { id, count, share } of donors) {
    const given = Math.round(count * share)
    if (given === 0) continue
    result[id] = -given
    pool += given
  }
  const receivers = Object.entries(gains).map(([id, gain]) => ({ id: Number(id), gain }))
  const total = receivers.reduce((sum, { gain }) => sum + gain, 0)
  if (total <= 0) return {}
  // largest remainder method
  const shares = receivers.map(({ id, gain }) => ({ id, exact: (pool * gain) / total }))
  let left = pool - shares.reduce((sum, { exact }) => sum + Math.floor(exact), 0)
  for (const { id, exact } of shares.toSorted((a, b) => (b.exact % 1) - (a.exact % 1) || a.id - b.id)) {
    result[id] = (result[id] ?? 0) + Math.floor(exact) + (left-- > 0 ? 1 : 0)
  }
  return result
}

function parentKind(
  change: GridChange,
  facts: ReadonlyMap<CellId, GridAttributes>,
  id: CellId,
): GridAttributes['kind'] {
  const parent = change.lineage.find(({ successor }) => successor === id)?.predecessor
  return (parent === undefined ? undefined : facts.get(parent)?.kind) ?? 'comprehensive'
}

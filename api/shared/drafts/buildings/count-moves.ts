import type { CellId } from '../../geometry/cell-set.ts'
import type { DraftState, GridAttributes } from '../draft-state.ts'
import { apportionCount } from '../../city/apportion-count.ts'
import { type BuildingCount, sumCount } from './draft-buildings.ts'
import type { BuildingFlow, Relocation } from './relocate-buildings.ts'

/** Whether the figures of the grids of the cell's community are counted by buildings, and not estimated by area. */
export function isInCountedCommunity({ set, buildings }: DraftState, id: CellId): boolean {
  const community = set.cells.get(id)?.community
  return community !== undefined && buildings?.counted.has(community) === true
}

/** Whether the figures of a cell are divided by its buildings: they are counted so, and it has households in buildings. */
export function isCounted(state: DraftState, id: CellId): boolean {
  const { buildings } = state
  if (!buildings || !isInCountedCommunity(state, id)) return false
  return sumCount(buildings.table, 'households', buildings.rowsByCell.get(id) ?? []) > 0
}

/**
 * Returns what a cell gives and receives by the buildings that lie elsewhere after a change, in whole numbers with sum 0.
 * A grid's figure is divided in proportion to what its buildings hold: where both are equal, each side has exactly what
 * its buildings hold.
 *
 * @param donors the cells that are counted by buildings
 */
export function countMoves(
  facts: ReadonlyMap<CellId, GridAttributes>,
  { flows, buildings }: Relocation,
  donors: ReadonlySet<CellId>,
  name: BuildingCount,
): Map<CellId, number> {
  const moves = new Map<CellId, number>()
  const add = (id: CellId, count: number) => moves.set(id, (moves.get(id) ?? 0) + count)
  for (const donor of donors) {
    const own = flows.filter(({ from }) => from === donor)
    const total = facts.get(donor)?.[name] ?? 0
    if (own.length === 0 || total === 0) continue
    const weigh = (count: BuildingCount) =>
      own.map(({ rows }: BuildingFlow) => sumCount(buildings.table, count, rows))
    const weights = weigh(name)
    const hasSome = weights.some((weight) => weight > 0)
    const shares = apportionCount(total, hasSome ? weights : weigh('households'))
    own.forEach(({ to }, index) => add(to, shares[index] ?? 0))
    add(donor, -total)
  }
  return moves
}

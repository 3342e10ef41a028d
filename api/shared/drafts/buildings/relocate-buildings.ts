import type { Cell, CellId, GridChange } from '../../geometry/cell-set.ts'
import { int32At } from '../../geometry/at.ts'
import type { MultiPolygon } from '../../geometry/lattice.ts'
import { locatePointInPolygon, type PointLocation } from '../../geometry/shapes/point-in-polygon.ts'
import type { DraftState } from '../draft-state.ts'
import type { DraftBuildings } from './draft-buildings.ts'

/** Rows of buildings that lay in one cell before a change and lie in another, or the same, after it. */
export interface BuildingFlow {
  from: CellId
  to: CellId
  rows: readonly number[]
}

export interface Relocation {
  /** By cell before the change, then by cell after it. */
  flows: readonly BuildingFlow[]
  /** The buildings after the change. */
  buildings: DraftBuildings
}

const known = new WeakMap<GridChange, { before: DraftBuildings; relocation: Relocation }>()

/** Finds the cells that buildings lie in after a change of borders; null: the draft has no buildings. */
export function relocateBuildings(state: DraftState, change: GridChange): Relocation | null {
  const { buildings } = state
  if (!buildings) return null
  const found = known.get(change)
  if (found?.before === buildings) return found.relocation
  const relocation = computeRelocation(state, buildings, change)
  known.set(change, { before: buildings, relocation })
  return relocation
}

function computeRelocation(state: DraftState, buildings: DraftBuildings, change: GridChange): Relocation {
  const { table } = buildings
  const touched = [...new Set([...change.put.map(({ id }) => id), ...change.retire])]
  const rowsByCell = new Map(buildings.rowsByCell)
  const strays: number[] = []
  const flows: BuildingFlow[] = []
  const after = new Map<CellId, number[]>(change.put.map(({ id }) => [id, []]))
  const move = (rows: readonly number[], from: CellId | null) => {
    const byTarget = new Map<CellId, number[]>()
    for (const row of rows) {
      const to = findCell(
        state,
        change,
        touched,
        int32At(table.places, 2 * row),
        int32At(table.places, 2 * row + 1),
      )
      if (to === null) {
        strays.push(row)
        continue
      }
      byTarget.set(to, [...(byTarget.get(to) ?? []), row])
    }
    for (const [to, moved] of byTarget) {
      const list = after.get(to)
      if (list) list.push(...moved)
      else rowsByCell.set(to, [...(rowsByCell.get(to) ?? []), ...moved])
      if (from !== null) flows.push({ from, to, rows: moved })
    }
  }
  for (const id of touched) {
    move(buildings.rowsByCell.get(id) ?? [], id)
    rowsByCell.delete(id)
  }
  move(buildings.strays, null)
  for (const [id, rows] of after)
    rowsByCell.set(
      id,
      rows.sort((a, b) => a - b),
    )
  return { flows, buildings: { ...buildings, rowsByCell, strays } }
}

function findCell(
  state: DraftState,
  change: GridChange,
  touched: readonly CellId[],
  x: number,
  y: number,
): CellId | null {
  const touching: Cell[] = []
  for (const cell of change.put) {
    const location = locateInShape(cell.shape, x, y)
    if (location === 'inside') return cell.id
    if (location === 'on') touching.push(cell)
  }
  if (touching.length === 0) return null
  // on a border, which another grid may share that the change leaves alone
  for (const cell of state.set.cells.values())
    if (!touched.includes(cell.id) && locateInShape(cell.shape, x, y) === 'on') touching.push(cell)
  return touching.sort(compareCells(state))[0]?.id ?? null
}

export function locateInShape(shape: MultiPolygon, x: number, y: number): PointLocation {
  for (const polygon of shape) {
    const location = locatePointInPolygon(polygon, x, y)
    if (location !== 'outside') return location
  }
  return 'outside'
}

/** The order in which grids receive a building exactly on their border: by code; new grids after those that have one. */
export function compareCells({ facts }: DraftState): (one: Cell, other: Cell) => number {
  const keyOf = ({ id, community }: Cell) => `${community} ${facts.get(id)?.code ?? `~${10 ** 9 - id}`}`
  return (one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)
}

import type { CellId, GridChange } from '../../geometry/cell-set.ts'
import { int32At } from '../../geometry/at.ts'
import { isInShape } from '../../geometry/shapes/locate-points.ts'
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
export function relocateBuildings(
  buildings: DraftBuildings | undefined,
  change: GridChange,
): Relocation | null {
  if (!buildings) return null
  const found = known.get(change)
  if (found?.before === buildings) return found.relocation
  const relocation = computeRelocation(buildings, change)
  known.set(change, { before: buildings, relocation })
  return relocation
}

function computeRelocation(buildings: DraftBuildings, change: GridChange): Relocation {
  const { places } = buildings.table
  const rowsByCell = new Map(buildings.rowsByCell)
  const strays: number[] = []
  const flows: BuildingFlow[] = []
  const after = new Map<CellId, number[]>(change.put.map(({ id }) => [id, []]))
  const move = (rows: readonly number[], from: CellId | null) => {
    const moved = new Map<CellId, number[]>()
    for (const row of rows) {
      const [x, y] = [int32At(places, 2 * row), int32At(places, 2 * row + 1)]
      const to = change.put.find(({ shape }) => isInShape(shape, x, y))?.id
      if (to === undefined) {
        strays.push(row)
        continue
      }
      after.get(to)?.push(row)
      moved.set(to, [...(moved.get(to) ?? []), row])
    }
    if (from !== null) for (const [to, list] of moved) flows.push({ from, to, rows: list })
  }
  for (const id of new Set([...after.keys(), ...change.retire])) {
    move(buildings.rowsByCell.get(id) ?? [], id)
    rowsByCell.delete(id)
  }
  move(buildings.strays, null)
  for (const [id, rows] of after) {
    rows.sort((a, b) => a - b)
    rowsByCell.set(id, rows)
  }
  return { flows, buildings: { ...buildings, rowsByCell, strays } }
}

import type { MultiPolygon } from './lattice.ts'

/** Number of a grid, local to its city; new ones come in through an operation's input. */
export type CellId = number

export interface Cell {
  id: CellId
  /** Code of the community it belongs to. */
  community: string
  shape: MultiPolygon
}

/**
 * The cells an operation may touch – a street's, with those just outside – and the outlines of the units around them,
 * which must keep the very same vertices.
 */
export interface CellSet {
  cells: ReadonlyMap<CellId, Cell>
  /** By the unit's code. */
  outlines: ReadonlyMap<string, Outline>
}

/** Border of a community, street or district. */
export interface Outline {
  shape: MultiPolygon
  /** Codes of the communities inside. */
  communities: ReadonlySet<string>
}

/** What an operation did, as data: undo, history, map and database all consume this. */
export interface GridChange {
  /** Name of the operation, e.g. `split`. */
  operation: string
  /** Cells as they are now: new ones, and changed ones. */
  put: Cell[]
  /** Cells that are no more. */
  retire: CellId[]
  /** Outlines that were given a vertex or a new course. */
  outlines: { unit: string; shape: MultiPolygon }[]
  /** Who became whom; a cell that merely changed its border is not named. */
  lineage: { predecessor: CellId; successor: CellId }[]
}

export function applyChange(set: CellSet, change: GridChange): CellSet {
  const cells = new Map(set.cells)
  for (const id of change.retire) cells.delete(id)
  for (const cell of change.put) cells.set(cell.id, cell)
  const outlines = new Map(set.outlines)
  for (const { unit, shape } of change.outlines) {
    const outline = outlines.get(unit)
    if (outline) outlines.set(unit, { ...outline, shape })
  }
  return { cells, outlines }
}

/** The change that leads from `applyChange(set, change)` back to `set`, bit for bit. */
export function reverseChange(set: CellSet, change: GridChange): GridChange {
  const touched = [...change.put.map((cell) => cell.id), ...change.retire]
  return {
    operation: `undo ${change.operation}`,
    put: touched.flatMap((id) => set.cells.get(id) ?? []),
    retire: change.put.map((cell) => cell.id).filter((id) => !set.cells.has(id)),
    outlines: change.outlines.flatMap(({ unit }) => {
      const outline = set.outlines.get(unit)
      return outline ? [{ unit, shape: outline.shape }] : []
    }),
    lineage: change.lineage.map(({ predecessor, successor }) => ({
      predecessor: successor,
      successor: predecessor,
    })),
  }
}

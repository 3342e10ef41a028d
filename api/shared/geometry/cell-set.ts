import type { MultiPolygon, Point } from './lattice.ts'

/** Id of a grid, unique in its city; ids of new cells are part of the input of an operation. */
export type CellId = number

export interface Cell {
  id: CellId
  /** Code of its community. */
  community: string
  shape: MultiPolygon
  /** The land of a community without grids: not a grid yet, until an operation makes grids of it. */
  undivided?: true
}

/**
 * The cells an operation may change – those of a street and the surrounding ones – and the outlines of the
 * units around them, which must have exactly the same vertices.
 */
export interface CellSet {
  cells: ReadonlyMap<CellId, Cell>
  /** By code of the unit. */
  outlines: ReadonlyMap<string, Outline>
}

/** Border of a community, street or district. */
export interface Outline {
  shape: MultiPolygon
  /** Codes of the communities inside. */
  communities: ReadonlySet<string>
}

/** The effect of an operation, as data for undo, history, map and database. */
export interface GridChange {
  /** Name of the operation, e.g. `split`. */
  operation: string
  /** New and changed cells. */
  put: Cell[]
  /** Retired cells. */
  retire: CellId[]
  /** Outlines with new vertices or a new course. */
  outlines: { unit: string; shape: MultiPolygon }[]
  /** Predecessor and successor pairs; a cell that only changed its border is not listed. */
  lineage: { predecessor: CellId; successor: CellId }[]
  /** What the operation did besides, for the person who drew. */
  notes?: readonly ChangeNote[]
}

/** `crumb_joined`: a part too small to be meant went with the part beside it. */
export interface ChangeNote {
  code: 'crumb_joined'
  /** A point inside, [x, y] in lattice units. */
  at: Point
  areaM2: number
}

/** Returns the set with the change applied. */
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

/** Returns the change that leads from `applyChange(set, change)` back to `set`, bit by bit. */
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

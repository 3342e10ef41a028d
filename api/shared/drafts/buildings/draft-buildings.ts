import type { CellId } from '../../geometry/cell-set.ts'
import type { FlatPolygons } from '../../geometry/flat-polygons.ts'

/** What is counted in buildings; grids have the same attributes. */
export const buildingCounts = [
  'households',
  'residents',
  'members',
  'buildingGroups',
  'householdHubs',
] as const
export type BuildingCount = (typeof buildingCounts)[number]

/** Buildings in the grids of a draft's base, as columns. */
export interface BuildingColumns {
  ids: readonly number[]
  /** Interleaved lattice x, y: the points that decide in which grid the buildings lie. */
  places: Int32Array
  /** Names of their compounds (小区); null: a building stands alone. */
  compounds: readonly (string | null)[]
  counts: Readonly<Record<BuildingCount, readonly number[]>>
  /** A building that is only a point has no polygons. */
  footprints: FlatPolygons
}

/** Buildings of a draft, and the cells that they lie in. Immutable. */
export interface DraftBuildings {
  table: BuildingColumns
  /** Communities whose figures are counted by buildings; in others they are estimated by area. */
  counted: ReadonlySet<string>
  rowsByCell: ReadonlyMap<CellId, readonly number[]>
  /** Rows that lie in no cell. */
  strays: readonly number[]
}

/** Sums one of the counts over rows of the table. */
export function sumCount(table: BuildingColumns, name: BuildingCount, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (table.counts[name][row] ?? 0), 0)
}

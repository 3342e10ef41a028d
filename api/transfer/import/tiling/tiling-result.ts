import type { MultiPolygon, Polygon } from '#shared/geometry/lattice.ts'

export interface CleanTiling {
  /** As given where nothing had to be done, the very same object. */
  cells: MultiPolygon[]
  /** The unit around them, with the vertices it was given; null as it was null. */
  boundary: MultiPolygon | null
  /** Metres that the furthest vertex or border was moved; never more than the tolerance. */
  movedM: number
  /** By cell that was moved: metres that the furthest vertex or border of it was. */
  moved: ReadonlyMap<number, number>
  /** Slivers that changed hands: an overlap, a gap (`from: null`), or land beyond the unit (`to: null`). */
  slivers: { to: number | null; from: number | null; areaM2: number }[]
  /** What is too wide to be mended; places are inside. */
  gaps: ConflictArea[]
  overlaps: (ConflictArea & { cells: number[] })[]
  outside: (ConflictArea & { cell: number })[]
  /** Cells whose borders could not be fitted: they are as they were given, and what is wrong with them is listed. */
  unfitted: number[]
}

/** `beside`: the cells around it, that with the longest border first. */
export interface ConflictArea {
  shape: Polygon
  areaM2: number
  beside: number[]
}

import type { Polygon } from '#shared/geometry/lattice.ts'

/** Land about which somebody has to decide, as it was found while cells were fitted together. */
export interface TilingConflict {
  /** The same for the same file, tolerance and city: a choice that was made finds its place again. */
  id: string
  kind: 'gap' | 'overlap' | 'outside'
  /** The unit that its cells should tile; null: its outline is not known. */
  unit: string | null
  unitName: string
  shape: Polygon
  areaM2: number
  /** Who could have it, the proposed one first. Nobody (''): land outside the unit is cut off. */
  receivers: string[]
  /** Who gets it: a code, or '' for nobody; null: nothing was decided, and it stays as it is. */
  decided: string | null
}

/** What was decided: receivers by the place's id, and whether all other places go to whom they are proposed for. */
export interface ConflictChoices {
  choices: Readonly<Record<string, string>>
  rest: 'leave' | 'proposed'
}

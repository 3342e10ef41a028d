import type { FamilyLine } from '../cut/choose-line.ts'
import type { Cut } from '../cut/cut.ts'
import type { FaceLoop } from '../cut/face-loop.ts'
import type { Axis } from '../cut/find-chords.ts'
import type { GuideCut, GuideIndex } from '../cut/follow-guide.ts'
import type { Frame } from '../create-frame.ts'
import type { Plane } from '../create-plane.ts'
import type { DensityField } from '../density-field.ts'
import type { LineBook } from '../line-book.ts'
import type { Mesh } from '../mesh/mesh.ts'
import type { Metres } from '../refine-border.ts'

/** A unit's seat in metres of the plane, how far the unit reaches in metres, and the frame its streets will follow. */
export interface Seat {
  index: number
  east: number
  north: number
  reach: number
  frame: Frame
}

/** A round place no border may run through, in metres of the plane. */
export interface Disc {
  east: number
  north: number
  radius: number
}

export interface SeparateOptions {
  mesh: Mesh
  plane: Plane
  field: DensityField
  lines: LineBook
  guides: GuideIndex
  avoid: readonly Disc[]
  seed: number
}

/**
 * A border as first thought of: a guide, a street of a town's frame, or a wandering line at a distance in a direction.
 * `score` is its cost so far; `way` are places along it by which it can be judged more closely.
 */
export type Sketch = { score: number; way: readonly Metres[] } & (
  | { kind: 'guide'; guide: GuideCut }
  | { kind: 'street'; frame: Frame; axis: Axis; line: FamilyLine }
  | { kind: 'line'; turn: number; value: number }
)

/** A border that can be made, and the seats on its either side. */
export interface Choice {
  cut: Cut
  loop: FaceLoop
  line: number
  left: Seat[]
  right: Seat[]
}

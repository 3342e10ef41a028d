import type { FrameLine } from '../partition/choose-frame-line.ts'
import type { Cut } from '../partition/cut.ts'
import type { FaceLoop } from '../partition/face-loop.ts'
import type { Axis } from '../partition/find-chords.ts'
import type { GuideCut, GuideIndex } from '../partition/cut-along-guides.ts'
import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { LocalPlane } from '../math/create-local-plane.ts'
import type { DensityField } from '../density-field.ts'
import type { BorderRegistry } from '../mesh/border-registry.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { PlanePoint } from '../curves/refine-border.ts'

/** A unit's seat in metres of the plane, how far the unit reaches in metres, and the frame its streets will follow. */
export interface TownCentre {
  index: number
  east: number
  north: number
  reach: number
  frame: CurvilinearFrame
}

/** A round place no border may run through, in metres of the plane. */
export interface ExclusionDisc {
  east: number
  north: number
  radius: number
}

export interface SeparationOptions {
  mesh: HalfEdgeMesh
  plane: LocalPlane
  field: DensityField
  lines: BorderRegistry
  guides: GuideIndex
  avoid: readonly ExclusionDisc[]
  seed: number
}

/**
 * A border as first thought of: a guide, a street of a town's frame, or a wandering line at a distance in a direction.
 * `score` is its cost so far; `way` are places along it by which it can be judged more closely.
 */
export type BorderCandidate = { score: number; way: readonly PlanePoint[] } & (
  | { kind: 'guide'; guide: GuideCut }
  | { kind: 'street'; frame: CurvilinearFrame; axis: Axis; line: FrameLine }
  | { kind: 'line'; turn: number; value: number }
)

/** A border that can be made, and the seats on its either side. */
export interface FeasibleBorder {
  cut: Cut
  loop: FaceLoop
  line: number
  left: TownCentre[]
  right: TownCentre[]
}

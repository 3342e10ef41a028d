import type { CityPlan } from '../city-plan.ts'
import type { Plane } from '../create-plane.ts'
import type { GuideIndex } from '../cut/follow-guide.ts'
import type { DensityField } from '../density-field.ts'
import type { LineBook } from '../line-book.ts'
import type { Mesh } from '../mesh/mesh.ts'
import type { ArcGraph } from './arc-graph.ts'
import type { BorderUse } from './border-use.ts'
import type { Piece } from './join-strokes.ts'

/** What everybody works with who decides where roads and water run. */
export interface Network {
  plan: CityPlan
  mesh: Mesh
  plane: Plane
  field: DensityField
  lines: LineBook
  guides: GuideIndex
  graph: ArcGraph
  /** By arc. */
  uses: BorderUse[]
  /** By arc: its ends' directions. */
  pieces: readonly Piece[]
  /** By arc: how urban its middle is, 0..1. */
  urban: Float32Array
  seed: number
  /** Vertices where every road crosses the water. */
  bridges: Set<number>
}

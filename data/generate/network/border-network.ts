import type { CityPlan } from '../city-plan.ts'
import type { LocalPlane } from '../math/create-local-plane.ts'
import type { GuideIndex } from '../partition/cut-along-guides.ts'
import type { DensityField } from '../density-field.ts'
import type { BorderRegistry } from '../mesh/border-registry.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { ArcGraph } from './arc-graph.ts'
import type { BorderUse } from './border-use.ts'
import type { LinePiece } from './join-strokes.ts'

/** What everybody works with who decides where roads and water run. */
export interface BorderNetwork {
  plan: CityPlan
  mesh: HalfEdgeMesh
  plane: LocalPlane
  field: DensityField
  lines: BorderRegistry
  guides: GuideIndex
  graph: ArcGraph
  /** By arc. */
  uses: BorderUse[]
  /** By arc: its ends' directions. */
  pieces: readonly LinePiece[]
  /** By arc: how urban its middle is, 0..1. */
  urban: Float32Array
  seed: number
  /** Vertices where every road crosses the water. */
  bridges: Set<number>
}

import type { CityPlan, LonLat } from './city-plan.ts'
import type { CurvilinearFrame } from './curvilinear-frame.ts'
import type { LocalPlane } from './math/create-local-plane.ts'
import type { RandomStream } from './math/create-random-stream.ts'
import type { FrameCoordinateCache } from './partition/face-loop.ts'
import type { GuideIndex } from './partition/cut-along-guides.ts'
import type { DensityField } from './density-field.ts'
import type { BorderRegistry } from './mesh/border-registry.ts'
import type { HalfEdgeMesh } from './mesh/half-edge-mesh.ts'
import type { PlanePoint } from './curves/refine-border.ts'

/** What everybody who draws the city works with. */
export interface GeneratorContext {
  plan: CityPlan
  random: RandomStream
  plane: LocalPlane
  metres: (at: LonLat) => PlanePoint
  field: DensityField
  lines: BorderRegistry
  guides: GuideIndex
  mesh: HalfEdgeMesh
  /** East and north as they are, and where all vertices lie in them. */
  flat: CurvilinearFrame
  ground: FrameCoordinateCache
  /** The same for whichever frame is in use. */
  cache: FrameCoordinateCache
}

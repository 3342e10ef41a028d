import type { CityPlan, LonLat } from '../city-plan.ts'
import type { Frame } from '../create-frame.ts'
import type { Plane } from '../create-plane.ts'
import type { Random } from '../create-random.ts'
import type { FrameCache } from '../cut/face-loop.ts'
import type { GuideIndex } from '../cut/follow-guide.ts'
import type { DensityField } from '../density-field.ts'
import type { LineBook } from '../line-book.ts'
import type { Mesh } from '../mesh/mesh.ts'
import type { Metres } from '../refine-border.ts'

/** What everybody who draws the city works with. */
export interface Workshop {
  plan: CityPlan
  random: Random
  plane: Plane
  metres: (at: LonLat) => Metres
  field: DensityField
  lines: LineBook
  guides: GuideIndex
  mesh: Mesh
  /** East and north as they are, and where all vertices lie in them. */
  flat: Frame
  ground: FrameCache
  /** The same for whichever frame is in use. */
  cache: FrameCache
}
